import type pg from 'pg';
import { expect, test } from 'vitest';
import { seed, smallSize } from '../seed/seed.ts';
import { database, migrations, sqlFile } from './database.ts';

/** What the first migration made, as it is after the last one. */
async function rowsOfInit(client: pg.Client): Promise<unknown> {
  const tables = ['divisions', 'members', 'badges', 'checkins', 'admin_users', 'audit_logs'];
  const sums = tables.map(
    (table) =>
      `(SELECT md5(string_agg(to_jsonb(r)::text, ',' ORDER BY r."id")) FROM "${table}" r) AS ${table}`,
  );
  return (await client.query(`SELECT ${sums.join(', ')}`)).rows[0];
}

test('down to the first migration and up again, every row that it knows is there as it was', async () => {
  await using db = await database();
  const client = await db.connect();
  await seed(client, smallSize);
  const before = await rowsOfInit(client);
  const [, ...later] = migrations();
  for (const name of later.toReversed()) await client.query(sqlFile(`prisma/migrations/${name}/down.sql`));
  for (const name of later) await client.query(sqlFile(`prisma/migrations/${name}/migration.sql`));
  expect(await rowsOfInit(client)).toEqual(before);
});

test('the lookup tables go and leave every visitor, too', async () => {
  await using db = await database();
  const client = await db.connect();
  await seed(client, smallSize);
  const visitors = `SELECT md5(string_agg((to_jsonb(r) - 'visit_type_id')::text, ',' ORDER BY r."id")) FROM "visitors" r`;
  const before = (await client.query(visitors)).rows;
  for (const name of migrations().slice(-2).toReversed())
    await client.query(sqlFile(`prisma/migrations/${name}/down.sql`));
  expect((await client.query(visitors)).rows).toEqual(before);
});
