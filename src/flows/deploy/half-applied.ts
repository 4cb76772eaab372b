import type { Queryable } from '../../db/queryable.ts';
import type { StatementState, Unit } from '../../model/deployment.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { ObjectEvent, StatementTrace } from '../../model/trace.ts';
import { bareName, splitIdentifier, splitLast } from '../../postgres/identifier.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { splitStatements } from '../../sql/split.ts';
import { controlsTransaction } from '../../sql/statement.ts';
import { partOptions } from '../sources/rehearse-part.ts';

/**
 * Says of each statement of a migration that was stopped half way whether what it does is there: by what a rehearsal saw it
 * make and drop, looked up in the live database. Rows that it writes leave no trace in a catalog.
 */
export async function judgeStatements(
  live: Queryable,
  history: History,
  applied: readonly Migration[],
  migration: Migration,
  settings: ProjectSettings,
): Promise<readonly StatementState[]> {
  const migrations = [...applied.filter((one) => one !== migration), migration];
  const { trace } = await rehearse({ ...history, migrations }, partOptions(settings));
  const control = new Set(
    splitStatements(migration.up.text).statements.flatMap((one, i) =>
      controlsTransaction(one) ? [i + 1] : [],
    ),
  );
  const states: StatementState[] = [];
  for (const statement of trace.migrations.at(-1)?.statements ?? []) {
    if (control.has(statement.index)) continue;
    const sql = migration.up.text.slice(statement.start, statement.end);
    states.push({
      number: statement.index,
      line: statement.line,
      sql: sql.replaceAll(/\s+/g, ' ').slice(0, 72),
      state: verdictOf(await evidence(live, statement, sql)),
    });
  }
  return states;
}

/**
 * The statement behind which a run may go on: the end of a transaction up to which everything is there, and behind which nothing
 * is. Undefined where that cannot be told.
 */
export function resumePoint(states: readonly StatementState[], units: readonly Unit[]): number | undefined {
  const ends = [0, ...units.map(({ statements }) => statements.at(-1)?.number ?? 0)];
  return ends.find((end) =>
    states.every(({ number, state }) => state === (number <= end ? 'done' : 'missing')),
  );
}

function verdictOf(found: readonly boolean[]): StatementState['state'] {
  if (found.length === 0) return 'unknown';
  if (found.every(Boolean)) return 'done';
  return found.some(Boolean) ? 'unknown' : 'missing';
}

/** For each thing that can be looked up: whether it is as after the statement. */
async function evidence(
  live: Queryable,
  { events }: StatementTrace,
  sql: string,
): Promise<readonly boolean[]> {
  const found: boolean[] = [];
  for (const event of events) {
    if (event.implied === true || event.identity.startsWith('pg_temp')) continue;
    if (event.action === 'create' || event.action === 'rename') {
      const there = await isThere(live, event);
      if (there !== undefined) found.push(there);
    } else if (event.action === 'drop') {
      const there = await isThere(live, event);
      if (there !== undefined) found.push(!there);
    }
  }
  return [...found, ...(await alterations(live, sql))];
}

const word = String.raw`((?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+))`;
const table = String.raw`ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?((?:"(?:[^"]|"")+"|[\w$.\u0080-\uffff])+)`;

/** What ALTER statements leave that no event tells of: columns, constraints, NOT NULL, values of an enum. */
async function alterations(live: Queryable, sql: string): Promise<readonly boolean[]> {
  const relation = new RegExp(`^${table}`, 'i').exec(sql)?.[1];
  if (relation === undefined) return enumValues(live, sql);
  const found: boolean[] = [];
  const ask = async (query: string, name: string) => {
    const [row] = await live.query<{ is: boolean }>(query, [relation, splitIdentifier(name)[0]]);
    if (row !== undefined) found.push(row.is);
  };
  for (const [, name] of sql.matchAll(
    new RegExp(`\\bADD\\s+COLUMN\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${word}`, 'gi'),
  ))
    await ask(columnQuery, name as string);
  for (const [, name] of sql.matchAll(new RegExp(`\\bADD\\s+CONSTRAINT\\s+${word}`, 'gi')))
    await ask(constraintQuery, name as string);
  for (const [, name] of sql.matchAll(
    new RegExp(`\\bALTER\\s+(?:COLUMN\\s+)?${word}\\s+SET\\s+NOT\\s+NULL`, 'gi'),
  ))
    await ask(notNullQuery, name as string);
  return found;
}

const columnQuery = `SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute
  WHERE attrelid = pg_catalog.to_regclass($1) AND attname = $2 AND NOT attisdropped) AS is`;
const constraintQuery = `SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint
  WHERE conrelid = pg_catalog.to_regclass($1) AND conname = $2) AS is`;
const notNullQuery = `SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute
  WHERE attrelid = pg_catalog.to_regclass($1) AND attname = $2 AND attnotnull AND NOT attisdropped) AS is`;

async function enumValues(live: Queryable, sql: string): Promise<readonly boolean[]> {
  const match =
    /^ALTER\s+TYPE\s+((?:"(?:[^"]|"")+"|[\w$.])+)\s+ADD\s+VALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?'((?:[^']|'')*)'/i.exec(
      sql,
    );
  if (match === null) return [];
  const [row] = await live.query<{ is: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1)::oid AND enumlabel = $2) AS is`,
    [match[1], (match[2] as string).replaceAll("''", "'")],
  );
  return row === undefined ? [] : [row.is];
}

/** Undefined for what is not looked up. */
async function isThere(live: Queryable, { type, identity }: ObjectEvent): Promise<boolean | undefined> {
  const [query, values] = lookup(type, identity) ?? [];
  if (query === undefined) return undefined;
  const [row] = await live.query<{ is: boolean }>(`SELECT ${query} AS is`, values ?? []);
  return row?.is;
}

/** https://www.postgresql.org/docs/18/functions-info.html: how `pg_identify_object` names things. */
function lookup(type: string, identity: string): readonly [string, readonly unknown[]] | undefined {
  switch (type) {
    case 'table':
    case 'view':
    case 'materialized view':
    case 'sequence':
    case 'foreign table':
      return ['pg_catalog.to_regclass($1) IS NOT NULL', [identity]];
    case 'index':
      return [
        'EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1) AND indisvalid)',
        [identity],
      ];
    case 'function':
    case 'procedure':
      return ['pg_catalog.to_regprocedure($1) IS NOT NULL', [identity]];
    case 'type':
      return ['pg_catalog.to_regtype($1) IS NOT NULL', [identity]];
    case 'schema':
      return ['pg_catalog.to_regnamespace($1) IS NOT NULL', [identity]];
    case 'extension':
      return ['EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = $1)', splitIdentifier(identity)];
    case 'table column': {
      const [relation, column] = splitLast(identity);
      return [
        'EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass($1) AND attname = $2 AND NOT attisdropped)',
        [relation, bareName(column)],
      ];
    }
    case 'trigger':
      return onTable('pg_trigger', 'tgrelid', 'tgname', identity);
    case 'policy':
      return onTable('pg_policy', 'polrelid', 'polname', identity);
    case 'table constraint':
      return onTable('pg_constraint', 'conrelid', 'conname', identity);
    default:
      return undefined;
  }
}

/** `name on schema.table`. */
function onTable(
  catalog: string,
  relation: string,
  column: string,
  identity: string,
): readonly [string, readonly unknown[]] | undefined {
  const [, name, on] = /^("(?:[^"]|"")+"|\S+) on (.+)$/.exec(identity) ?? [];
  if (name === undefined || on === undefined) return undefined;
  return [
    `EXISTS (SELECT FROM pg_catalog.${catalog} WHERE ${relation} = pg_catalog.to_regclass($1) AND ${column} = $2)`,
    [on, splitIdentifier(name)[0]],
  ];
}
