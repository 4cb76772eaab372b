import { expect, test } from 'vitest';
import type { Database } from './database.ts';

export interface ColumnTests {
  readonly database: () => Promise<Database>;
  /** A line for each column: its type, `?` where it may be null, `=` what it is filled with, `:=` what it always is. */
  readonly columns: string;
  /** Table -> its primary key, where that is not `id`. */
  readonly keys?: Readonly<Record<string, string>>;
}

/** Tests that all tables have these columns and keys, and no others. */
export function testColumns({ database, columns, keys = {} }: ColumnTests): void {
  test('a column is there or may be missing, and is filled in, as written here', async () => {
    await using db = await database();
    const client = await db.connect();
    const { rows } = await client.query<{ line: string }>(`
      SELECT format('%s.%s %s%s%s', relname, attname, format_type(atttypid, atttypmod),
          CASE WHEN NOT attnotnull THEN '?' END,
          CASE WHEN attgenerated <> '' THEN ' := ' ELSE ' = ' END || pg_get_expr(adbin, adrelid)) AS line
      FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
      LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
      ORDER BY relname COLLATE "C", attnum`);
    expect(rows.map(({ line }) => line)).toEqual(columns.trim().split('\n'));
  });

  test('a row is known by its key', async () => {
    await using db = await database();
    const client = await db.connect();
    const { rows } = await client.query<{ table: string; key: string | null }>(`
      SELECT relname AS table, (SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE conrelid = t.oid AND contype = 'p') AS key
      FROM pg_class t WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`);
    const others = rows.filter(({ key }) => key !== 'PRIMARY KEY (id)');
    const written = Object.entries(keys).map(([table, key]) => ({ table, key: `PRIMARY KEY (${key})` }));
    expect(others).toEqual(written);
  });
}
