import type { Session } from '../../db/session.ts';
import { StrataError } from '../../model/errors.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { CarriedRows } from '../../model/squash.ts';
import { quoteIdentifier, quoteLiteral, quoteValue } from '../../postgres/identifier.ts';
import { connectReader } from '../../replay/read-as-maker.ts';
import { referencedFirst } from '../proof/referenced-first.ts';
import {
  compareRows,
  madeUp,
  mostRows,
  type RowsByTable,
  readRows,
  type TableRows,
  type Written,
  writtenIn,
} from '../proof/table-rows.ts';
import { openHistory } from '../rehearsal/open-history.ts';

/** What a new database holds besides its schema. */
interface Contents {
  readonly rows: RowsByTable;
  /** Sequences that stand elsewhere than a new one would, and where, as the arguments of `setval`: `3`, or `1000, false`. */
  readonly counters: ReadonlyMap<string, string>;
  /** Triggers that fire when a row is written, by table, with the words that enable them again. */
  readonly triggers: ReadonlyMap<string, readonly { readonly name: string; readonly enable: string }[]>;
  /** Tables and schemas that belong to extensions; their rows are not read. */
  readonly extensions: readonly string[];
}

/** What migrations leave in an empty database. */
export async function readContents(
  history: History,
  migrations: readonly Migration[],
  settings: ProjectSettings,
): Promise<Contents> {
  await using engine = await openHistory({ ...history, migrations }, settings);
  await using session = await connectReader(engine.main, settings);
  return {
    rows: await readRows(session),
    counters: await readCounters(session),
    triggers: await readTriggers(session),
    extensions: await readExtensions(session),
  };
}

async function readCounters(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.query<{ name: string; state: string }>(
    // RESTART moves a sequence that has given out no number, whose last_value pg_sequences hides.
    `SELECT s.name, d.last_value || CASE WHEN d.is_called THEN '' ELSE ', false' END AS state
       FROM (SELECT format('%I.%I', schemaname, sequencename) AS name, start_value FROM pg_sequences) s,
         pg_get_sequence_data(s.name::regclass) d
      WHERE d.is_called OR d.last_value <> s.start_value ORDER BY 1`,
  );
  return new Map(rows.map(({ name, state }) => [name, state]));
}

async function readTriggers(session: Session): Promise<Contents['triggers']> {
  const rows = await session.query<{ table: string; name: string; enabled: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS "table", t.tgname::text AS name, t.tgenabled::text AS enabled
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND (t.tgtype & 4) <> 0 ORDER BY 1, 2`,
  );
  const triggers = new Map<string, { name: string; enable: string }[]>();
  for (const { table, name, enabled } of rows) {
    const enable = enabled === 'A' ? 'ENABLE ALWAYS TRIGGER' : 'ENABLE TRIGGER';
    triggers.set(table, [...(triggers.get(table) ?? []), { name, enable }]);
  }
  return triggers;
}

async function readExtensions(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ name: string }>(
    `SELECT c.relname::text AS name FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
      WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND c.relkind IN ('r', 'p', 'f')
      UNION SELECT n.nspname || '.' FROM pg_depend d JOIN pg_namespace n ON n.oid = d.objid
      WHERE d.classid = 'pg_namespace'::regclass AND d.deptype = 'e' ORDER BY 1`,
  );
  return rows.map(({ name }) => name.toLowerCase());
}

/** Statements that write what `contents` has and `start` has not. Throws an `unproven` error where there are too many rows, or
 * some that cannot be read. */
export function writeContents(
  start: Contents,
  contents: Contents,
  texts: readonly string[],
): { readonly statements: readonly string[]; readonly carried: readonly CarriedRows[] } {
  const written = writtenIn(texts);
  const tables = [...contents.rows.values()].flatMap((table): TableRows[] => {
    const known = new Set((start.rows.get(table.name)?.rows ?? []).map((row) => JSON.stringify(row)));
    const rows = table.rows.filter((row) => !known.has(JSON.stringify(row)));
    return rows.length === 0 && !table.isCut && table.unread === undefined ? [] : [{ ...table, rows }];
  });
  const large = tables.find(({ isCut }) => isCut);
  if (large !== undefined)
    throw new StrataError(
      'unproven',
      `${large.name} holds more than ${mostRows}. Where a new database needs them, put the statements into a migration behind the baseline`,
    );
  const unread = tables.find((table) => table.unread !== undefined);
  if (unread !== undefined)
    throw new StrataError('unproven', `${unread.name} cannot be read: ${unread.unread}`);
  const leaves = madeUpOnce(tables, written);
  const counters = [...contents.counters].filter(([name, state]) => start.counters.get(name) !== state);
  return {
    statements: [
      ...referencedFirst(tables, ({ name }) => name, referredTo).flatMap((table) =>
        insert(table, contents.triggers.get(table.name) ?? [], leaves),
      ),
      ...counters.map(([name, state]) => `SELECT pg_catalog.setval(${quoteLiteral(name)}, ${state});\n`),
    ],
    carried: tables.map(({ name, rows }) => ({ table: name, rows: rows.length })),
  };
}

/** The statements that insert the rows of a table, with its triggers disabled: what they write is in `contents` already. */
function insert(
  { name, columns, rows }: TableRows,
  triggers: readonly { readonly name: string; readonly enable: string }[],
  isLeft: (value: string | null) => boolean,
): readonly string[] {
  // What its default makes up anew is left to it.
  const written = columns
    .map((column, at) => ({ ...column, at }))
    .filter(({ hasDefault, at }) => !(hasDefault && rows.every((row) => isLeft(row[at] ?? null))));
  const values = rows.map((row) => `  (${written.map(({ at }) => quoteValue(row[at] ?? null)).join(', ')})`);
  const names = written.map((column) => quoteIdentifier(column.name)).join(', ');
  const overriding = written.some(({ isAlways }) => isAlways) ? ' OVERRIDING SYSTEM VALUE' : '';
  const text =
    written.length === 0
      ? rows.map(() => `INSERT INTO ${name} DEFAULT VALUES;\n`).join('')
      : `INSERT INTO ${name} (${names})${overriding} VALUES\n${values.join(',\n')};\n`;
  const switched = (word: string, own: string) => `ALTER TABLE ${name} ${word} ${quoteIdentifier(own)};\n`;
  return [
    ...triggers.map((one) => switched('DISABLE TRIGGER', one.name)),
    text,
    ...triggers.map((one) => switched(one.enable, one.name)),
  ];
}

/**
 * Whether a value was generated by the run and may be generated anew. A random id that other rows repeat may not: it is written
 * as it was.
 */
function madeUpOnce(tables: readonly TableRows[], written: Written): (value: string | null) => boolean {
  const seen = new Map<string, number>();
  for (const { rows } of tables)
    for (const value of rows.flat()) if (value !== null) seen.set(value, (seen.get(value) ?? 0) + 1);
  const isTime = (value: string) => /^\d{4}-\d\d-\d\d/.test(value);
  return (value) =>
    value !== null && madeUp(value, written) !== undefined && (isTime(value) || seen.get(value) === 1);
}

/** The tables that the rows refer to. A foreign key that is NULL in every row refers to none. */
function referredTo({ columns, rows, references }: TableRows): readonly string[] {
  const names = columns.map(({ name }) => name);
  return references
    .filter((one) => rows.some((row) => one.columns.every((name) => row[names.indexOf(name)] != null)))
    .map(({ table }) => table);
}

/** The first table or sequence that differs between the two; undefined where none does. */
export function firstUnlike(before: Contents, after: Contents, texts: readonly string[]): string | undefined {
  const [row] = compareRows(before.rows, after.rows, texts);
  if (row !== undefined) return row.table;
  return [...before.counters].find(([name, state]) => after.counters.get(name) !== state)?.[0];
}
