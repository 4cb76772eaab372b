import type { Session } from '../../db/session.ts';
import { without } from '../../model/without.ts';
import { asText, hasOwnCastSql, type TextColumn } from './as-text.ts';

/** A column that stores values, so no generated one. */
interface RowColumn extends TextColumn {
  /** Its values come from a sequence: an identity column, or a default that asks a sequence. */
  readonly isCounter: boolean;
  /** GENERATED ALWAYS AS IDENTITY: a value is only accepted with OVERRIDING SYSTEM VALUE. */
  readonly isAlways: boolean;
  readonly hasDefault: boolean;
}

/** What a table holds. */
export interface TableRows {
  /** Qualified and quoted. */
  readonly name: string;
  /** Sorted by name. */
  readonly columns: readonly RowColumn[];
  /** A value for each column as text, sorted. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** There are more than `mostRows` rows: `rows` is empty. */
  readonly isCut: boolean;
  /** What the server says where it cannot read them; undefined where it can. `rows` is empty then. */
  readonly unread: string | undefined;
  /** The tables that its foreign keys reference, and the columns that do so. */
  readonly references: readonly { readonly table: string; readonly columns: readonly string[] }[];
}

/** By name; tables without rows are left out. */
export type RowsByTable = ReadonlyMap<string, TableRows>;

/** The most rows that are read of a table; lookup tables have fewer. */
export const mostRows = 5000;

/** All rows of tables that belong to no extension; those of partitions are listed with the partitioned table. */
export async function readRows(session: Session): Promise<RowsByTable> {
  const tables = await session.query<
    Omit<TableRows, 'rows' | 'isCut' | 'unread'> & { readonly kind: string }
  >(tablesSql);
  const found = new Map<string, TableRows>();
  for (const { kind, ...table } of tables) {
    // Children of inheritance are read themselves.
    const from = `${kind === 'p' ? '' : 'ONLY '}${table.name}`;
    const values = table.columns.map(asText).join(', ');
    let unread: string | undefined;
    const rows = await session
      .query<{ row: readonly (string | null)[] }>(
        `SELECT ARRAY[${values}]::text[] AS row FROM ${from} LIMIT ${mostRows + 1}`,
      )
      .catch((error: Error) => {
        unread = error.message;
        return [];
      });
    if (rows.length === 0 && unread === undefined) continue;
    const isCut = rows.length > mostRows;
    const sorted = isCut ? [] : rows.map(({ row }) => row).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    found.set(table.name, { ...table, rows: sorted, isCut, unread });
  }
  return found;
}

const tablesSql = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind::text AS kind,
    coalesce((SELECT json_agg(json_build_object('name', a.attname, 'isAlways', a.attidentity = 'a', 'hasDefault', a.atthasdef,
        'hasOwnCast', ${hasOwnCastSql}, 'isCounter', a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false))
        ORDER BY a.attname COLLATE "C")
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '[]') AS columns,
    coalesce((SELECT json_agg(json_build_object('table', format('%I.%I', fn.nspname, fc.relname),
        'columns', ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))) ORDER BY k.conname)
      FROM pg_constraint k JOIN pg_class fc ON fc.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace
     WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid), '[]') AS "references"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
     AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
     AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
   ORDER BY 1`;

/** A table whose rows differ between two databases. */
export interface RowDifference {
  readonly table: string;
  /** Rows that only one of them has, as objects in SQL's words; empty where there are too many to read. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** Only values from sequences differ. */
  readonly isNumbering: boolean;
}

/**
 * Compares rows that were written by running the same SQL twice. Values that a run generates (the current time, a random UUID)
 * count as equal; what stands in `texts`, the SQL, is not generated.
 */
export function compareRows(
  before: RowsByTable,
  after: RowsByTable,
  texts: readonly string[],
): readonly RowDifference[] {
  const written = writtenIn(texts);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((table): RowDifference[] => {
    const [one, other] = [before.get(table), after.get(table)];
    if (one !== undefined && other !== undefined && isNotCompared(one, other)) return [];
    const asWritten = differing(one, other, (row) => rowWords(row, written, false));
    if (asWritten === undefined) return [];
    const isNumbering = differing(one, other, (row) => rowWords(row, written, true)) === undefined;
    return [{ table, ...asWritten, isNumbering }];
  });
}

/** The tables of which both sides hold rows that cannot be compared, and why. */
export function notCompared(
  before: RowsByTable,
  after: RowsByTable,
): readonly { readonly table: string; readonly why: string }[] {
  return [...before].flatMap(([table, one]) => {
    const other = after.get(table);
    if (other === undefined || !isNotCompared(one, other)) return [];
    return [{ table, why: one.unread ?? `they are more than ${mostRows}` }];
  });
}

function isNotCompared(one: TableRows, other: TableRows): boolean {
  return (one.isCut && other.isCut) || (one.unread !== undefined && other.unread !== undefined);
}

type Row = readonly (readonly [RowColumn, string | null])[];

function differing(
  one: TableRows | undefined,
  other: TableRows | undefined,
  words: (row: Row) => string,
): Pick<RowDifference, 'onlyBefore' | 'onlyAfter'> | undefined {
  const [a, b] = [one, other].map((table) => tableWords(table, words)) as [string[], string[]];
  const [onlyBefore, onlyAfter] = [without(a, b), without(b, a)];
  const isSame =
    onlyBefore.length + onlyAfter.length === 0 &&
    (one?.isCut ?? false) === (other?.isCut ?? false) &&
    (one?.unread === undefined) === (other?.unread === undefined);
  return isSame ? undefined : { onlyBefore, onlyAfter };
}

function tableWords(table: TableRows | undefined, words: (row: Row) => string): string[] {
  return (table?.rows ?? []).map((row) =>
    words(row.map((value, i) => [table?.columns[i] as RowColumn, value] as const)),
  );
}

function rowWords(row: Row, written: Written, hidesNumbers: boolean): string {
  return row
    .map(([{ name, isCounter }, value]) => {
      if (isCounter && hidesNumbers) return `${name}: a number`;
      return `${name}: ${value === null ? 'NULL' : (madeUp(value, written) ?? value)}`;
    })
    .join(', ');
}

const day = 24 * 3600_000;

/** The UUIDs and the days that stand in migrations. */
export type Written = ReadonlySet<string>;

const uuid = '[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}';
const onlyUuid = new RegExp(`^${uuid}$`);
const uuidOrDay = new RegExp(`${uuid}|\\d{4}-\\d\\d-\\d\\d`, 'gi');

/** Reads the texts of migrations once: they may be megabytes, and thousands of values are looked up in them. */
export function writtenIn(texts: readonly string[]): Written {
  return new Set(
    texts.flatMap((text) => [...text.matchAll(uuidOrDay)].map(([found]) => found.toLowerCase())),
  );
}

/** What a generated value is: `a random UUID`, `the time of the run`. Undefined for a value that was written. */
export function madeUp(value: string, written: Written): string | undefined {
  if (onlyUuid.test(value)) return written.has(value) ? undefined : 'a random UUID';
  const date = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?/.exec(value);
  if (date === null || written.has(date[1] as string)) return undefined;
  const time = Date.parse(`${date[1]}T${date[2] ?? '00:00:00'}Z`);
  return Math.abs(Date.now() - time) < 2 * day ? 'the time of the run' : undefined;
}

function keyOf(row: readonly (string | null)[]): string {
  return JSON.stringify(row);
}
