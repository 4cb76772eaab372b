import type { Session } from '../../db/session.ts';
import { qualifiedName, quoteIdentifier } from '../../postgres/identifier.ts';
import { referencedFirst } from './referenced-first.ts';
import { type SampleColumn, type Style, sampleValue, styles } from './sample-values.ts';

/** A table as the generator of rows sees it. */
interface SampleTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly SampleColumn[];
  readonly references: readonly SampleReference[];
}

interface SampleReference {
  readonly columns: readonly string[];
  /** Oid. */
  readonly table: number;
  readonly referenced: readonly string[];
}

/** The sample rows that could be put into a database. */
export interface SampleRows {
  /** Tables that hold rows now; names are qualified and quoted. */
  readonly filled: readonly { readonly oid: number; readonly name: string }[];
  /** Tables without sample rows, since their constraints accepted none; qualified and quoted, sorted. */
  readonly empty: readonly string[];
}

const rowsEach = 3;

/**
 * Puts a few rows into every table, referenced tables first. Triggers do not fire, so that only constraints decide. A table whose
 * constraints refuse every try stays empty; those in `leaveOut` (qualified) are not tried.
 */
export async function insertSampleRows(
  session: Session,
  leaveOut: ReadonlySet<string> = new Set(),
): Promise<SampleRows> {
  // An operator of the user's may be as good a match for arrays as the system's.
  await session.query('SET search_path = pg_catalog');
  const tables = await readTables(session);
  await session.query('RESET search_path');
  const filled: { oid: number; name: string }[] = [];
  const empty: string[] = [];
  await session.query('SET session_replication_role = replica');
  const ordered = referencedFirst(
    tables,
    ({ oid }) => oid,
    ({ references }) => references.map(({ table }) => table),
  );
  for (const table of ordered) {
    const name = qualifiedName(table.schema, table.name);
    if (!leaveOut.has(name) && (await fillTable(session, table, tables)))
      filled.push({ oid: table.oid, name });
    else empty.push(name);
  }
  await session.query('RESET session_replication_role');
  return { filled, empty: empty.sort() };
}

async function fillTable(
  session: Session,
  table: SampleTable,
  tables: readonly SampleTable[],
): Promise<boolean> {
  for (const style of styles) {
    const rows = Array.from({ length: rowsEach }, (_, i) => insertSql(table, tables, i + 1, style));
    if ((await session.run(rows.join(';\n'))).error === undefined) return true;
    let isFilled = false;
    for (const row of rows) {
      if ((await session.run(row)).error === undefined) isFilled = true;
    }
    if (isFilled) return true;
  }
  return false;
}

async function readTables(session: Session): Promise<readonly SampleTable[]> {
  return session.query<SampleTable>(`
    SELECT c.oid::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name,
      coalesce((SELECT json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'category', b.typcategory,
          'labels', (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = b.oid),
          'hasDefault', a.atthasdef, 'notNull', a.attnotnull OR t.typnotnull,
          'length', CASE WHEN b.typname IN ('varchar', 'bpchar') AND coalesce(nullif(a.atttypmod, -1), t.typtypmod) > 4
                         THEN coalesce(nullif(a.atttypmod, -1), t.typtypmod) - 4 END,
          'rules', coalesce(concat_ws(' ',
            (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname) FROM pg_constraint k
              WHERE k.contype = 'c' AND (k.contypid = a.atttypid OR (k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]))),
            (SELECT pg_get_expr(p.relpartbound, p.oid) FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
               JOIN pg_partitioned_table y ON y.partrelid = i.inhparent
              WHERE i.inhparent = c.oid AND a.attnum = ANY (y.partattrs) ORDER BY p.relname LIMIT 1)), '')
          ) ORDER BY a.attnum)
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''), '[]') AS columns,
      coalesce((SELECT json_agg(json_build_object('table', f.confrelid::int8,
          'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY k(num, n)
                        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num),
          'referenced', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY k(num, n)
                        JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num)) ORDER BY f.conname)
        FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0), '[]') AS references
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
       AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY n.nspname, c.relname`);
}

function insertSql(table: SampleTable, tables: readonly SampleTable[], n: number, style: Style): string {
  const name = qualifiedName(table.schema, table.name);
  const referenced = new Map(
    table.references.flatMap((reference) =>
      reference.columns.map((column, i) => [column, { reference, i }] as const),
    ),
  );
  const given = table.columns.filter((column) => !column.hasDefault || referenced.has(column.name));
  if (given.length === 0) return `INSERT INTO ${name} DEFAULT VALUES`;
  const values = given.map((column) => {
    const found = referenced.get(column.name);
    if (found?.reference.table === table.oid && !column.notNull) return 'NULL';
    const other =
      found === undefined || found.reference.table === table.oid
        ? undefined
        : tables.find(({ oid }) => oid === found.reference.table);
    if (found === undefined || other === undefined) return `${sampleValue(column, n, style)}::${column.type}`;
    const key = quoteIdentifier(found.reference.referenced[found.i] as string);
    // All columns of a key come from the same row.
    return `(SELECT ${key} FROM ${qualifiedName(other.schema, other.name)} ORDER BY tableoid, ctid LIMIT 1 OFFSET ${n - 1})`;
  });
  return `INSERT INTO ${name} (${given.map((column) => quoteIdentifier(column.name)).join(', ')}) VALUES (${values.join(', ')})`;
}
