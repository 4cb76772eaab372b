import { escaped, hasWord } from '../../model/patterns.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { placeIn } from '../../sql/locate.ts';
import { splitStatements } from '../../sql/split.ts';
import type { Explanation, Failure } from '../failure.ts';
import { inParentheses } from './in-parentheses.ts';
import { skippedCreate } from './skipped.ts';
import { firstTableInHint, relationMeant, tableInHint } from './table-in-hint.ts';

/** 42P10 and 42830: ON CONFLICT or a foreign key names columns that no unique key covers. */
export function missingKey(failure: Failure): Explanation | undefined {
  const conflict = inParentheses(failure.text, /\bON\s+CONFLICT\s*\(/i);
  if (/ON CONFLICT/.test(failure.error.message) && conflict !== undefined) {
    const table = firstTableInHint(failure);
    return {
      rule: 'missing-unique-key',
      message: `ON CONFLICT (${conflict}) needs a unique index or constraint on exactly these columns of \`${table}\``,
      notes: [],
      hint: `Create the key first: CREATE UNIQUE INDEX ON ${table} (${conflict});`,
      focus: 'CONFLICT',
    };
  }
  const table = /for referenced table "(.+?)"/.exec(failure.error.message)?.[1];
  if (table === undefined) return undefined;
  const own = tableInHint(failure, table);
  const columns =
    new RegExp(`REFERENCES\\s+(?:[^\\s(]+\\.)?"?${escaped(table)}"?\\s*\\(([^)]*)\\)`, 'i').exec(
      failure.text,
    )?.[1] ?? '…';
  const later = keyFurtherDown(failure, table, columns);
  return {
    rule: 'missing-unique-key',
    message: `a foreign key may only point at columns with a unique key; \`${table}\` has none on (${columns})`,
    notes: [],
    hint:
      later === undefined
        ? `Create the key first: ALTER TABLE ${own} ADD UNIQUE (${columns});`
        : `Line ${later} of this migration creates the key: move that statement above this one.`,
    focus: table,
  };
}

/** The line of the migration where a later statement gives a table a unique key over these columns; undefined where none does. */
function keyFurtherDown(
  { migration, statement }: Failure,
  table: string,
  columns: string,
): number | undefined {
  const { text } = migration.up;
  const key = new RegExp(
    `\\b(?:UNIQUE|PRIMARY\\s+KEY|ON\\s[^;(]*)\\s*\\(\\s*${escaped(columns.trim())}\\s*\\)`,
    'i',
  );
  const isIt = (sql: string) => /\b(UNIQUE|PRIMARY)\b/i.test(sql) && hasWord(sql, table) && key.test(sql);
  const later = splitStatements(text).statements.find(
    ({ start, end, head }) =>
      start >= statement.end && /^(ALTER TABLE|CREATE UNIQUE)/.test(head) && isIt(text.slice(start, end)),
  );
  return later === undefined ? undefined : placeIn(migration.up, later.start).line;
}

/** 42P16, 42P13, 42P17, 55006: a definition that PostgreSQL cannot take in this form. */
export function badDefinition(failure: Failure): Explanation | undefined {
  const { message } = failure.error;
  const explanation = definitions.find(([pattern]) => pattern.test(message));
  return explanation?.[1](failure, explanation[0].exec(message)?.[1] ?? '');
}

type Explain = (failure: Failure, name: string) => Explanation;

const definitions: readonly (readonly [RegExp, Explain])[] = [
  [/^multiple primary keys for table "(.+?)"/, secondPrimaryKey],
  [/^cannot (?:change name|change data type|drop columns?).*?(?:of|from) view/, newViewColumns],
  [/^(?:cannot change return type of existing function|cannot change name of input parameter)/, newSignature],
  [/^"(.+?)" is not partitioned$/, notPartitioned],
  [/^functions in index (?:expression|predicate) must be marked IMMUTABLE/, notImmutable],
  [/^cannot .+? "(.+?)" because it has pending trigger events/, pendingTriggers],
  [/^(?:INSERT|DELETE) trigger's WHEN condition cannot reference (NEW|OLD) values/, missingRow],
];

function secondPrimaryKey(failure: Failure, table: string): Explanation {
  const key = failure.story.lives.some(({ names }) => names.has(`${table}_pkey`.toLowerCase()))
    ? `${table}_pkey`
    : undefined;
  const own = tableInHint(failure, table);
  return {
    rule: 'second-primary-key',
    message: `table \`${table}\` already has a primary key, and can have only one`,
    notes: [],
    hint: [
      `Drop the old one first: ALTER TABLE ${own} DROP CONSTRAINT ${key === undefined ? '…' : quoteIdentifier(key)};`,
      `or make the new one a unique key: ALTER TABLE ${own} ADD UNIQUE (…);`,
    ],
    focus: 'PRIMARY',
  };
}

function notPartitioned(failure: Failure, table: string): Explanation {
  const skipped = skippedCreate(failure, relationMeant(failure, table), (sql) =>
    /\bPARTITION\s+BY\b/i.test(sql),
  );
  return {
    rule: 'not-partitioned',
    message:
      skipped === undefined
        ? `table \`${table}\` is not partitioned, so it cannot have partitions`
        : `table \`${table}\` is not partitioned: the CREATE TABLE IF NOT EXISTS … PARTITION BY did nothing`,
    notes: [...(skipped?.notes ?? []), 'A table that exists cannot be made partitioned.'],
    hint: `Move the rows over: rename ${tableInHint(failure, table)}, create it anew with PARTITION BY, and insert from the renamed one.`,
    focus: table,
  };
}

function newViewColumns({ text, error }: Failure): Explanation {
  const name = /\bVIEW\s+((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)/i.exec(text)?.[1] ?? '…';
  return {
    rule: 'cannot-replace',
    message: `CREATE OR REPLACE VIEW cannot rename, retype or take away columns: ${error.message}`,
    notes: ['It can only add columns at the end.'],
    hint: [
      'Drop the view and create it anew:',
      { code: `DROP VIEW ${name};\nCREATE VIEW ${name} AS …;` },
      'Views that build on it have to be dropped and created as well.',
    ],
    focus: 'VIEW',
  };
}

function newSignature({ error }: Failure): Explanation {
  const drop = /Use (DROP .+?) first/.exec(error.hint ?? '')?.[1] ?? 'DROP FUNCTION …';
  return {
    rule: 'cannot-replace',
    message: `CREATE OR REPLACE cannot do this: ${error.message}`,
    notes: error.detail === undefined ? [] : [error.detail],
    hint: [
      `Drop it and create it anew: ${drop};`,
      'What builds on it (views, policies, triggers) has to be dropped and created as well.',
    ],
    focus: 'REPLACE',
  };
}

function notImmutable({ text }: Failure): Explanation {
  const usual = /\b(date_trunc|to_char|::date\b|now\s*\(|unaccent|concat_ws|concat)\b/i.exec(text)?.[1];
  const hints: Readonly<Record<string, string>> = {
    date_trunc: "Say which time zone: date_trunc('day', … AT TIME ZONE 'UTC').",
    '::date': "Say which time zone: ((… AT TIME ZONE 'UTC')::date).",
    unaccent: 'Wrap it in an IMMUTABLE function of your own that calls unaccent with its dictionary.',
    concat: 'Join with || and coalesce instead of concat.',
    concat_ws: 'Join with || and coalesce instead of concat_ws.',
  };
  return {
    rule: 'not-immutable',
    message: 'an index may only call functions that give the same result for ever (IMMUTABLE)',
    notes: ['What depends on the time zone, the language or a dictionary of the session is not.'],
    hint:
      hints[usual?.toLowerCase() ?? ''] ??
      'Use an IMMUTABLE form of the function, or store the value in a generated column.',
    ...(usual === undefined ? {} : { focus: usual }),
  };
}

function pendingTriggers(_: Failure, table: string): Explanation {
  return {
    rule: 'pending-trigger-events',
    message: `table \`${table}\` cannot be changed here: rows changed earlier in this transaction still wait for their deferred constraint`,
    notes: [],
    hint: [
      'Have them checked before this statement: SET CONSTRAINTS ALL IMMEDIATE;',
      'or put the rows and the change into two migrations.',
    ],
    focus: table,
  };
}

/** The WHEN condition of a trigger reads OLD, which INSERT does not have, or NEW, which DELETE does not have. */
function missingRow({ text }: Failure, row: string): Explanation {
  const parts =
    /\bTRIGGER\s+("[^"]+"|\w+)\s+(BEFORE|AFTER)\s+(.+?)\s+ON\s+((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?).*?\bWHEN\b(.*)/is;
  const [, trigger = '…', moment = '', eventList = '', table = '…', condition = ''] = parts.exec(text) ?? [];
  const without = row === 'OLD' ? 'INSERT' : 'DELETE';
  const events = eventList
    .split(/\s+OR\s+/i)
    .map((event) => event.replace(/^\w+/, (verb) => verb.toUpperCase()));
  const lacksRow = (event: string) =>
    (event === 'INSERT' && /\bold\b/i.test(condition)) || (event === 'DELETE' && /\bnew\b/i.test(condition));
  const separate = (name: string, some: readonly string[], when: string) =>
    `CREATE TRIGGER ${name} ${moment.toUpperCase()} ${some.join(' OR ')} ON ${table} FOR EACH ROW${when} EXECUTE FUNCTION …;`;
  const bare = trigger.replaceAll('"', '');
  const others = events.filter((event) => !lacksRow(event));
  const second = quoteIdentifier(
    `${bare}_${others.length === 1 ? others[0]?.split(/\s/)[0]?.toLowerCase() : 'change'}`,
  );
  return {
    rule: 'trigger-condition',
    message: `the condition of trigger \`${bare}\` reads ${row}, and ${without} has no ${row} row`,
    notes: [
      'One condition serves every event of its trigger, and is looked at when the trigger is created, not when it fires.',
    ],
    hint:
      others.length === 0
        ? `Take ${row} out of the condition: ${without === 'INSERT' ? 'when inserting there is only NEW' : 'when deleting there is only OLD'}.`
        : [
            `Keep the condition where both rows are there, and make a trigger without it for ${events.filter(lacksRow).join(' and ')}:`,
            {
              code: `${separate(trigger, events.filter(lacksRow), '')}\n${separate(second, others, ' WHEN (…)')}`,
            },
          ],
  };
}
