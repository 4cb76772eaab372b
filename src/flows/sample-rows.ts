import type { Session } from '../db/session.ts';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';

/** A table as the generator of rows sees it. */
interface SampleTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly SampleColumn[];
  readonly references: readonly SampleReference[];
}

interface SampleColumn {
  readonly name: string;
  /** `pg_type.typcategory`, of the base type for domains. */
  readonly category: string;
  readonly type: string;
  readonly element: string | null;
  readonly labels: readonly string[] | null;
  readonly hasDefault: boolean;
  readonly notNull: boolean;
  /** Longest text it takes; null: any. */
  readonly length: number | null;
}

interface SampleReference {
  readonly columns: readonly string[];
  readonly table: number;
  readonly referenced: readonly string[];
}

/** What could be put into a database to see whether it survives. */
export interface SampleRows {
  /** Tables that hold rows now, qualified and quoted. */
  readonly filled: readonly string[];
  /** Tables for which no row was found that their constraints accept. */
  readonly empty: readonly string[];
}

const rowsEach = 3;

/**
 * Puts a few rows into every table, referenced tables first, with triggers silent so that only constraints decide.
 * A table whose constraints refuse every try stays empty and is told of.
 */
export async function insertSampleRows(session: Session): Promise<SampleRows> {
  const tables = await readTables(session);
  const filled: string[] = [];
  const empty: string[] = [];
  await session.query('SET session_replication_role = replica');
  for (const table of referencedFirst(tables)) {
    const name = qualifiedName(table.schema, table.name);
    let rows = 0;
    for (let n = 1; n <= rowsEach; n += 1) {
      const { error } = await session.run(insertSql(table, tables, n));
      if (error === undefined) rows += 1;
    }
    (rows > 0 ? filled : empty).push(name);
  }
  await session.query('RESET session_replication_role');
  return { filled: filled.sort(), empty: empty.sort() };
}

async function readTables(session: Session): Promise<readonly SampleTable[]> {
  return session.query<SampleTable>(`
    SELECT c.oid::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name,
      coalesce((SELECT json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'category', b.typcategory,
          'element', (SELECT format_type(e.oid, NULL) FROM pg_type e WHERE e.oid = b.typelem AND b.typcategory = 'A'),
          'labels', (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = b.oid),
          'hasDefault', a.atthasdef, 'notNull', a.attnotnull OR t.typnotnull,
          'length', CASE WHEN b.typname IN ('varchar', 'bpchar') AND coalesce(nullif(a.atttypmod, -1), t.typtypmod) > 4
                         THEN coalesce(nullif(a.atttypmod, -1), t.typtypmod) - 4 END) ORDER BY a.attnum)
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''), '[]') AS columns,
      coalesce((SELECT json_agg(json_build_object('table', f.confrelid::int8,
          'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY k(num, n)
                        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num),
          'referenced', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY k(num, n)
                        JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num)))
        FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid), '[]') AS references
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
       AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY n.nspname, c.relname`);
}

/** Referenced tables before those that reference them; what lies on a circle keeps its place. */
function referencedFirst(tables: readonly SampleTable[]): readonly SampleTable[] {
  const byOid = new Map(tables.map((table) => [table.oid, table]));
  const done = new Set<number>();
  const order: SampleTable[] = [];
  const visit = (table: SampleTable): void => {
    if (done.has(table.oid)) return;
    done.add(table.oid);
    for (const { table: referenced } of table.references) {
      const other = byOid.get(referenced);
      if (other !== undefined) visit(other);
    }
    order.push(table);
  };
  for (const table of tables) visit(table);
  return order;
}

function insertSql(table: SampleTable, tables: readonly SampleTable[], n: number): string {
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
    const other = found === undefined ? undefined : tables.find(({ oid }) => oid === found.reference.table);
    if (found === undefined || other === undefined) return `${sampleValue(column, n)}::${column.type}`;
    const key = quoteIdentifier(found.reference.referenced[found.i] as string);
    return `(SELECT ${key} FROM ${qualifiedName(other.schema, other.name)} ORDER BY ${key} LIMIT 1 OFFSET ${n - 1})`;
  });
  return `INSERT INTO ${name} (${given.map((column) => quoteIdentifier(column.name)).join(', ')}) VALUES (${values.join(', ')})`;
}

/** The n-th value of a type: small, distinct where the type allows, and what checks most often accept. */
function sampleValue(column: SampleColumn, n: number): string {
  if (column.labels !== null) return quoteLiteral(column.labels[(n - 1) % column.labels.length] ?? '');
  switch (column.category) {
    case 'N':
      return String(n);
    case 'B':
      return n % 2 === 0 ? 'true' : 'false';
    case 'D':
      return `'2025-01-0${n} 00:00:00+00'`;
    case 'T':
      return `'${n} hours'`;
    case 'S':
      return quoteLiteral(`${column.name} ${n}`.slice(-(column.length ?? 60)));
    case 'I':
      return `'10.0.0.${n}'`;
    case 'A':
      return "'{}'";
    case 'R':
      return "'empty'";
    case 'V':
      return `B'${'1'.repeat(column.length ?? 1)}'`;
    default:
      return otherValue(column, n);
  }
}

function otherValue({ type, notNull }: SampleColumn, n: number): string {
  if (type === 'uuid') return `'00000000-0000-4000-8000-00000000000${n}'`;
  if (type === 'json' || type === 'jsonb') return `'{}'`;
  if (type === 'bytea') return `'\\x0${n}'`;
  if (type === 'xml') return "'<a/>'";
  if (type === 'tsvector' || type === 'tsquery') return `'word${n}'`;
  if (type === 'hstore') return `'a=>${n}'`;
  return notNull ? `'${n}'` : 'NULL';
}
