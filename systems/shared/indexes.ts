import { expect, test } from 'vitest';
import type { Database } from './database.ts';

/** Tests that whoever deletes a row need not read whole tables to see what refers to it. */
export function testForeignKeyIndexes({ database }: { readonly database: () => Promise<Database> }): void {
  test('an index serves every foreign key', async () => {
    await using db = await database();
    const client = await db.connect();
    const { rows } = await client.query(`
      SELECT conname FROM pg_constraint
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_index
        WHERE indrelid = conrelid AND indpred IS NULL AND (indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey)`);
    expect(rows).toEqual([]);
  });
}
