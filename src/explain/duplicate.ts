import type { Explanation, Failure } from './failure.ts';
import { identityAt, isBefore, lastName, lifeWords, momentWords, tableOf } from './story.ts';

/** 42P07, 42701, 42710, 42723, 42P06: it is there already; say since when, and what made it. */
export function duplicateObject(failure: Failure): Explanation | undefined {
  const match = /^([a-z ]+?) "(.+?)"(?: (?:of|for) (?:relation|table|domain) "(.+?)")? already exists/.exec(
    failure.error.message,
  );
  const [, said, name, table] = match ?? [];
  if (said === undefined || name === undefined) return undefined;
  const word = said === 'relation' ? relationWord(failure) : said;
  const life = failure.story.lives.find((candidate) => {
    const identity = identityAt(candidate, failure.at);
    if (identity === undefined || lastName(candidate.type, identity).toLowerCase() !== name.toLowerCase())
      return false;
    if (said === 'column')
      return candidate.type === 'table column' && tableOf(identity).toLowerCase() === table?.toLowerCase();
    return table === undefined || identity.includes(table);
  });
  const subject = `${word} \`${name}\`${table === undefined ? '' : ` of \`${table}\``}`;
  const hint = hintFor(word, name, table);
  const chapter = life?.chapters.findLast(
    (c) => isBefore(c, failure.at) && (c.action === 'create' || c.action === 'rename'),
  );
  if (life === undefined || chapter === undefined) {
    const role =
      word === 'role'
        ? 'Roles belong to the server: another history, or the platform, may have made it.'
        : undefined;
    return {
      rule: 'duplicate-object',
      message: `${subject} already exists`,
      notes: role === undefined ? [] : [role],
      hint,
      focus: name,
    };
  }
  const how = chapter.action === 'create' ? 'created' : 'given this name';
  return {
    rule: 'duplicate-object',
    message: `${subject} already exists: it was ${how} by ${momentWords(chapter)}`,
    notes: [lifeWords(life, failure.at)],
    hint,
    focus: name,
  };
}

function relationWord(failure: Failure): string {
  const made =
    /^CREATE (?:OR REPLACE |UNIQUE |TEMP(?:ORARY)? |UNLOGGED |MATERIALIZED )*(TABLE|INDEX|VIEW|SEQUENCE)/.exec(
      failure.head,
    );
  return made?.[1]?.toLowerCase() ?? 'relation';
}

function hintFor(word: string, name: string, table: string | undefined): string {
  switch (word) {
    case 'table':
    case 'index':
    case 'sequence':
    case 'schema':
    case 'extension':
      return `Leave the statement out. Where it must run on databases with and without it: CREATE ${word.toUpperCase()} IF NOT EXISTS ${name} … (which does not compare the definitions).`;
    case 'column':
      return `Leave the statement out, or write: ALTER TABLE ${table ?? '…'} ADD COLUMN IF NOT EXISTS ${name} …;`;
    case 'function':
    case 'view':
      return `Replace it on purpose: CREATE OR REPLACE ${word.toUpperCase()} ${name} …, or drop it first.`;
    case 'policy':
    case 'trigger':
      return `Take the old one away first: DROP ${word.toUpperCase()} IF EXISTS "${name}" ON ${table ?? '…'};`;
    case 'constraint':
      return `Take the old one away first: ALTER TABLE ${table ?? '…'} DROP CONSTRAINT IF EXISTS "${name}";`;
    case 'type':
    case 'role':
      return `Make it only where it is missing:\nDO $$ BEGIN CREATE ${word.toUpperCase()} "${name}" …; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`;
    default:
      return `Leave the statement out, or drop ${word} \`${name}\` first.`;
  }
}
