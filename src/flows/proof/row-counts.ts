import type { Session } from '../../db/session.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { asText, hasOwnCastSql, type TextColumn } from './as-text.ts';

/** How much a table holds. It is identified by its oid, which stays when its name changes. */
interface TableCount {
  readonly oid: number;
  /** Qualified and quoted. */
  readonly name: string;
  /**
   * The oids of the partitions that hold its rows, which may be attached and detached; undefined for a table that holds rows
   * itself.
   */
  readonly partitions: readonly number[] | undefined;
  /** Undefined where they cannot be counted: the planner may run a function of an index, and that may throw. */
  readonly rows: number | undefined;
  /** By column number. */
  readonly columns: ReadonlyMap<number, ColumnCount>;
  /** Another table has taken its place, whose columns are told by their names. */
  readonly isReplacement?: true;
}

/** How many rows have a value in a column, and a checksum of these values, by which columns are compared. */
interface ColumnCount {
  readonly name: string;
  readonly type: string;
  readonly values: number;
  readonly sum: string | undefined;
}
export type TableCounts = ReadonlyMap<number, TableCount>;

/** Rows that are gone, or the values of a column that are gone from rows that stayed. */
export interface LostRows {
  readonly oid: number;
  readonly table: string;
  /** Undefined where rows are gone. */
  readonly column: string | undefined;
  /** What the column is called afterwards; undefined where it is gone. */
  readonly columnAfter?: string | undefined;
  readonly before: number;
  readonly after: number;
}

/** Counts the rows of these tables (by default of all but partitions), and the values in each column that stores some. */
export async function countRows(session: Session, oids?: readonly number[]): Promise<TableCounts> {
  const tables = await session.query<{
    oid: number;
    name: string;
    kind: string;
    partitions: readonly number[] | null;
    columns: readonly (TextColumn & { readonly number: number; readonly type: string })[];
  }>(
    `SELECT c.oid::int8 AS oid, format('%I.%I', n.nspname, c.relname) AS name, c.relkind::text AS kind,
       CASE WHEN c.relkind = 'p' THEN (SELECT coalesce(json_agg(p.relid::oid::int8), '[]')
          FROM pg_partition_tree(c.oid) p WHERE p.isleaf AND p.relid <> c.oid) END AS partitions,
       coalesce((SELECT json_agg(json_build_object('number', a.attnum, 'name', a.attname,
           'type', format_type(a.atttypid, a.atttypmod), 'hasOwnCast', ${hasOwnCastSql}) ORDER BY a.attnum)
          FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '[]') AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND ($1::text IS NOT NULL OR NOT c.relispartition) AND c.relpersistence <> 't'
      AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      AND ($1::text IS NULL OR c.oid = ANY (string_to_array($1, ',')::oid[]))`,
    [oids?.join(',') ?? null],
  );
  const counts = new Map<number, TableCount>();
  for (const { oid, name, kind, partitions, columns } of tables) {
    // A collation that takes some texts for equal would hash them alike.
    const asked = columns.map(
      (column) =>
        `, concat_ws(' ', count(${quoteIdentifier(column.name)}), sum(hashtextextended(${asText(column)} COLLATE "C", 0))) AS "${column.number}"`,
    );
    // Children of inheritance are counted themselves; partitions are not.
    const from = `${kind === 'p' ? '' : 'ONLY '}${name}`;
    const [row] = await session
      .query<Record<string, string>>(`SELECT count(*)::text AS rows${asked.join('')} FROM ${from}`)
      .catch(() => []);
    counts.set(oid, {
      oid,
      name,
      partitions: partitions ?? undefined,
      rows: row && Number(row.rows),
      columns: new Map(
        columns.map(({ number, name: column, type }) => {
          const [values = 0, sum] = row?.[number]?.split(' ') ?? [];
          return [number, { name: column, type, values: Number(values), sum }];
        }),
      ),
    });
  }
  return counts;
}

/**
 * Counts the rows of these tables again, and those of partitions that were detached from them. A table that is gone counts as the
 * one that has its name now.
 */
export async function countRowsAgain(session: Session, before: TableCounts): Promise<TableCounts> {
  const counts = new Map(
    await countRows(
      session,
      [...before.values()].flatMap(({ oid, partitions = [] }) => [oid, ...partitions]),
    ),
  );
  const gone = [...before.values()].filter(({ oid }) => !counts.has(oid));
  if (gone.length === 0) return counts;
  const heirs = await session.query<{ oid: number; heir: number }>(
    `SELECT old.oid::int8 AS oid, to_regclass(old.name)::oid::int8 AS heir
       FROM json_to_recordset($1::json) AS old (oid int8, name text) WHERE to_regclass(old.name) IS NOT NULL`,
    [JSON.stringify(gone.map(({ oid, name }) => ({ oid, name })))],
  );
  const found = await countRows(
    session,
    heirs.map(({ heir }) => heir),
  );
  for (const { oid, heir } of heirs) {
    const count = found.get(heir);
    if (count !== undefined) counts.set(oid, { ...count, oid, isReplacement: true });
  }
  return counts;
}

/** The losses of what was counted after it was renamed, by the names before. */
export function underFormerNames(
  losses: readonly LostRows[],
  renamed: TableCounts,
  before: TableCounts,
): readonly LostRows[] {
  const former = losses.map((loss) => {
    const was = before.get(loss.oid);
    const [number] =
      [...(renamed.get(loss.oid)?.columns ?? [])].find(([, { name }]) => name === loss.column) ?? [];
    const column = number === undefined ? undefined : was?.columns.get(number)?.name;
    return { ...loss, table: was?.name ?? loss.table, column: column ?? loss.column };
  });
  return inOrder(former);
}

/** Sorts losses by table and column. */
export function inOrder(losses: readonly LostRows[]): readonly LostRows[] {
  return [...losses].sort((a, b) =>
    `${a.table}.${a.column ?? ''}` < `${b.table}.${b.column ?? ''}` ? -1 : 1,
  );
}

/** What was there before and is not there after, sorted by table and column. */
export function findLosses(before: TableCounts, after: TableCounts): readonly LostRows[] {
  const losses: LostRows[] = [];
  for (const table of before.values()) {
    if (table.rows === undefined || table.rows === 0) continue;
    const now = after.get(table.oid);
    if (now !== undefined && now.rows === undefined) continue;
    const gone = (table.partitions ?? []).filter((oid) => !now?.partitions?.includes(oid));
    const moved = gone.reduce((sum, oid) => sum + (after.get(oid)?.rows ?? 0), 0);
    const rows = (now?.rows ?? 0) + moved;
    if (rows < table.rows) {
      losses.push({
        oid: table.oid,
        table: table.name,
        column: undefined,
        before: table.rows,
        after: rows,
      });
      continue;
    }
    if (now === undefined || moved > 0) continue;
    for (const [number, { name, values }] of table.columns) {
      const left = columnAfter(number, table, now)?.[1];
      if (values <= (left?.values ?? 0)) continue;
      losses.push({
        oid: table.oid,
        table: table.name,
        column: name,
        columnAfter: left?.name,
        before: values,
        after: left?.values ?? 0,
      });
    }
  }
  return inOrder(losses);
}

/**
 * Where a column is later on: in a replacement by its name, otherwise in the column that still has its number, or in a new one of
 * its name that holds all its values. Of another type they may read otherwise: then as many of them.
 */
export function columnAfter(
  number: number,
  before: TableCount,
  now: TableCount,
): readonly [number, ColumnCount] | undefined {
  const { name, type, values, sum } = before.columns.get(number)!;
  if (now.isReplacement) return [...now.columns].find(([, column]) => column.name === name);
  const same = now.columns.get(number);
  if (same !== undefined) return [number, same];
  const holdsAll = (column: ColumnCount) =>
    column.sum === sum || (column.type !== type && column.values === values);
  return [...now.columns].find(
    ([other, column]) => !before.columns.has(other) && column.name === name && holdsAll(column),
  );
}

/** A loss in words: `the 3 rows of public.t`, `the values of public.t.note`. */
export function describeLoss({ table, column, before, after }: LostRows): string {
  if (column !== undefined) return `the values of ${table}.${quoteIdentifier(column)}`;
  return after === 0 ? `the rows of ${table}` : `${before - after} of ${before} rows of ${table}`;
}
