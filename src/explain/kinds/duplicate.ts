import type { Hint } from '../../model/hint.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { namedByIdentity } from '../../sql/relations.ts';
import type { Explanation, Failure } from '../failure.ts';
import { hasStory, isBefore, type Life, lifeWords, momentWords } from '../story.ts';
import { bearersNow, relationTypes } from './lives.ts';
import { nameBehind, relationMeant, tableInHint } from './table-in-hint.ts';

/** What is there already. */
interface Taken {
  /** `table`, `column`, `policy` ... as a person says it. */
  readonly word: string;
  readonly name: string;
  readonly table: string | undefined;
}

/** 42P07, 42701, 42710, 42723, 42P06: it is there already; say since when, and what made it. */
export function duplicateObject(failure: Failure): Explanation | undefined {
  const twice = /^column "(.+?)" specified more than once/.exec(failure.error.message)?.[1];
  if (twice !== undefined) return namedTwice(twice);
  const taken = readTaken(failure);
  if (taken === undefined) return undefined;
  const { word, name, table } = taken;
  const subject = `${word} \`${name}\`${table === undefined ? '' : ` of \`${table}\``}`;
  const base = { rule: 'duplicate-object', hint: hintFor(taken, failure), focus: name };
  const life = findLife(failure, taken);
  const chapter = life?.chapters.findLast(
    (c) => isBefore(c, failure.at) && (c.action === 'create' || c.action === 'rename'),
  );
  if (life === undefined || chapter === undefined) {
    const role =
      word === 'role'
        ? ['Roles belong to the server: another history, or the platform, may have made it.']
        : [];
    return { ...base, message: `${subject} already exists`, notes: role };
  }
  const how = chapter.action === 'create' ? 'created' : 'given this name';
  const isOther = relationWords.has(word) && relationWords.has(life.type) && life.type !== word;
  const what = isOther ? `${word} \`${name}\` cannot be created: a ${life.type} of that name` : subject;
  return {
    ...base,
    message: `${what} already exists: it was ${how} by ${momentWords(chapter)}`,
    notes: hasStory(life) ? [lifeWords(life, failure.at)] : [],
    ...(isOther ? { hint: 'Choose another name, or drop the other one first.' } : {}),
  };
}

const relationWords: ReadonlySet<string> = new Set([
  'table',
  'view',
  'materialized view',
  'sequence',
  'index',
]);

function readTaken(failure: Failure): Taken | undefined {
  const match = /^([a-z ]+?) "(.+?)"(?: (?:of|for) (?:relation|table|domain) "(.+?)")? already exists/.exec(
    failure.error.message,
  );
  const [, said, name, table] = match ?? [];
  if (said === undefined || name === undefined) return undefined;
  const word = said === 'relation' ? relationWord(failure) : said === 'enum label' ? 'enum value' : said;
  return { word, name, table };
}

function namedTwice(column: string): Explanation {
  return {
    rule: 'duplicate-object',
    message: `column \`${column}\` stands twice in this statement`,
    notes: [],
    hint: 'Take one of the two out, or give it another name.',
    focus: column,
  };
}

/** What has the name; of several, where the statement gives no schema, the one in public. */
function findLife(failure: Failure, taken: Taken): Life | undefined {
  const { word, name, table } = taken;
  const types = typesOf[word] ?? (relationTypes.includes(word) ? relationTypes : [word]);
  const tables = table === undefined ? [] : [relationMeant(failure, table)];
  const schema = schemaMeant(failure, taken);
  const bearers = (where: string | undefined) =>
    bearersNow(failure, { schema: where, name, types, tables }).at(-1);
  return schema === undefined ? (bearers('public') ?? bearers(undefined)) : bearers(schema);
}

/** The schema in which the statement would make it. */
function schemaMeant(failure: Failure, { word, name }: Taken): string | undefined {
  const { text, relations } = failure;
  const liesByOther = word === 'index' || /\bRENAME\s+TO\b/i.test(text);
  if (liesByOther) return relations[0]?.schema;
  const written = namedByIdentity(nameBehind(text, word) ?? '');
  return relationMeant(failure, name).schema ?? (written.name === name ? written.schema : undefined);
}

/** Object types by the word of the server's message, where they are not the same. */
const typesOf: Readonly<Record<string, readonly string[]>> = {
  column: ['table column'],
  relation: relationTypes,
  // Every relation is a type as well.
  type: ['type', 'composite type', 'domain', ...relationTypes],
  function: ['function', 'procedure', 'aggregate'],
  constraint: ['table constraint', 'domain constraint'],
};

function relationWord(failure: Failure): string {
  const made =
    /^CREATE (?:OR REPLACE |UNIQUE |TEMP(?:ORARY)? |UNLOGGED |RECURSIVE )*(TABLE|INDEX|VIEW|MATERIALIZED VIEW|SEQUENCE)/.exec(
      failure.head,
    );
  if (made !== null) return (made[1] as string).toLowerCase();
  // A primary key or unique constraint makes an index of its name.
  return /^ALTER TABLE/.test(failure.head) && /\b(UNIQUE|PRIMARY KEY)\b/i.test(failure.text)
    ? 'index'
    : 'relation';
}

function leaveOut(word: string, name: string): string {
  return `Leave the statement out. Where it must run on databases with and without it: CREATE ${word.toUpperCase()} IF NOT EXISTS ${name} … (which does not compare the definitions).`;
}

function hintFor({ word, name, table }: Taken, failure: Failure): Hint {
  const own = quoteIdentifier(name);
  const on = table === undefined ? '…' : tableInHint(failure, table);
  const written = nameBehind(failure.text, word) ?? own;
  const dml = failure.text.replace(/\s+/g, ' ');
  switch (word) {
    case 'table':
    case 'sequence':
      return leaveOut(word, tableInHint(failure, name));
    case 'index':
    case 'schema':
    case 'extension':
      return leaveOut(word, own);
    case 'column':
      return `Leave the statement out, or write: ALTER TABLE ${on} ADD COLUMN IF NOT EXISTS ${own} …;`;
    case 'function':
    case 'view':
      return `Replace it on purpose: CREATE OR REPLACE ${word.toUpperCase()} ${written} …, or drop it first.`;
    case 'policy':
    case 'trigger':
      return `Take the old one away first: DROP ${word.toUpperCase()} IF EXISTS ${own} ON ${on};`;
    case 'constraint':
      return `Take the old one away first: ALTER TABLE ${on} DROP CONSTRAINT IF EXISTS ${own};`;
    case 'enum value':
      return `Leave the statement out, or write: ${dml.replace(/\bADD\s+VALUE\b/i, 'ADD VALUE IF NOT EXISTS')};`;
    case 'type':
    case 'role':
      return dml.length > 90
        ? [
            'Make it only where it is missing:',
            {
              code: `DO $$ BEGIN\n  CREATE ${word.toUpperCase()} ${written} …;\nEXCEPTION WHEN duplicate_object THEN NULL;\nEND $$;`,
            },
          ]
        : [
            'Make it only where it is missing:',
            { code: `DO $$ BEGIN\n  ${dml};\nEXCEPTION WHEN duplicate_object THEN NULL;\nEND $$;` },
          ];
    default:
      return `Leave the statement out, or drop ${word} \`${name}\` first.`;
  }
}
