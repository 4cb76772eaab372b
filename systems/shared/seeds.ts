import type pg from 'pg';
import { expect, test } from 'vitest';
import type { Database } from './database.ts';

export interface SeedTests {
  readonly database: () => Promise<Database>;
  readonly load: (client: pg.Client) => Promise<unknown>;
  /** All that the seed fills, in a form that can be compared. */
  readonly everything: (client: pg.Client) => Promise<unknown>;
  /** What people may do with the seed's rows before it comes again. */
  readonly edits: string;
}

/** Tests that a seed may be loaded at any time, over itself and over what people have made of it. */
export function testSeedAgain({ database, load, everything, edits }: SeedTests): void {
  test.each([
    ['nothing has changed since', ''],
    ['people have edited, added and removed rows', edits],
  ])('comes again where %s, and changes nothing', async (_state, sql) => {
    await using db = await database();
    const client = await db.connect();
    await load(client);
    await client.query(sql);
    const before = await everything(client);
    await load(client);
    expect(await everything(client)).toEqual(before);
  });
}
