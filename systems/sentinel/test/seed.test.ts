import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type SeedSize, seed, smallSize } from '../seed/seed.ts';
import { seedSql, sqlSize } from '../seed/sql.ts';
import { database, refusal, sqlFile } from './database.ts';

const tables = [
  'divisions',
  'members',
  'badges',
  'checkins',
  'visitors',
  'events',
  'event_attendees',
  'admin_users',
  'audit_logs',
] as const;

/** A checksum of every table, without when the load itself took place. */
async function everything(client: pg.Client): Promise<unknown> {
  const sums = tables.map(
    (table) =>
      `(SELECT md5(string_agg((to_jsonb(r) - CASE '${table}' WHEN 'audit_logs' THEN 'created_at' ELSE '' END)::text, ',' ORDER BY r."id")) FROM "${table}" r) AS ${table}`,
  );
  return (await client.query(`SELECT ${sums.join(', ')}`)).rows[0];
}

describe('the seed', () => {
  test('makes as many members and check-ins as it is told, with everything around them', async () => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, smallSize);
    const { rows } = await client.query(`
      SELECT (SELECT count(*)::int FROM "members") AS members, (SELECT count(*)::int FROM "checkins") AS checkins,
             (SELECT count(*)::int FROM "visitors") AS visitors, (SELECT count(*)::int FROM "events") AS events,
             (SELECT count(*)::int FROM "badges" WHERE "lost_at" IS NOT NULL) > 0 AS "hasLostBadges"`);
    expect(rows[0]).toEqual({ members: 200, checkins: 4000, visitors: 40, events: 8, hasLostBadges: true });
  });

  test.each<SeedSize>([
    { members: 3, checkins: 1 },
    { members: 7, checkins: 333 },
    { members: 0, checkins: 0 },
  ])('can be as small as $members members with $checkins check-ins', async (size) => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, size);
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM "members") AS members, (SELECT count(*)::int FROM "checkins") AS checkins`,
    );
    expect(rows[0]).toEqual(size);
  });

  test('gives the same rows in every database', async () => {
    await using one = await database();
    await using other = await database();
    const [first, second] = [await one.connect(), await other.connect()];
    await seed(first, smallSize);
    await seed(second, smallSize);
    expect(await everything(second)).toEqual(await everything(first));
  });

  test('spells statuses and types as people did, blanks and nonsense included', async () => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, { members: 2000, checkins: 0 });
    const { rows } = await client.query<{ name: string; spellings: number; meant: number; blank: number }>(`
      SELECT name, count(DISTINCT value)::int AS spellings, count(DISTINCT lower(btrim(value)))::int AS meant,
             count(*) FILTER (WHERE value !~ '\\S')::int AS blank
      FROM (SELECT 'status' AS name, "status" AS value FROM "members" UNION ALL
            SELECT 'member_type', "member_type" FROM "members" UNION ALL
            SELECT 'visit_type', "visit_type" FROM "visitors" UNION ALL
            SELECT 'badge status', "status" FROM "badges") texts
      GROUP BY name`);
    expect(rows).toHaveLength(4);
    for (const { spellings, meant, blank } of rows) {
      expect(spellings).toBeGreaterThan(meant);
      expect(meant).toBeGreaterThan(5);
      expect(blank).toBeGreaterThan(0);
    }
  });

  test('leaves the new lookup tables and keys empty', async () => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, smallSize);
    for (const table of ['member_statuses', 'member_types', 'visit_types', 'badge_statuses', 'list_items']) {
      expect((await client.query(`SELECT FROM "${table}"`)).rowCount).toBe(0);
    }
    const { rowCount } = await client.query(
      `SELECT FROM "members" WHERE num_nonnulls("member_status_id", "member_type_id") > 0`,
    );
    expect(rowCount).toBe(0);
  });

  test('says of every scan what the triggers would have said', async () => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, smallSize);
    const { rows } = await client
      .query<{ loaded: string; replayed: string }>(`
      CREATE TEMP TABLE loaded AS SELECT * FROM "checkins";
      ALTER TABLE "checkins" DISABLE TRIGGER "checkins_are_not_truncated";
      TRUNCATE "checkins";
      INSERT INTO "checkins" ("id", "member_id", "badge_id", "direction", "kiosk", "at")
        SELECT "id", "member_id", "badge_id", "direction", "kiosk", "at" FROM loaded ORDER BY "at";`)
      .then(() =>
        client.query(`
      SELECT count(*) FILTER (WHERE l."is_latest")::int AS loaded,
             count(*) FILTER (WHERE c."is_latest" AND l."is_latest")::int AS replayed
      FROM loaded l JOIN "checkins" c USING ("id")`),
      );
    expect(rows[0]?.replayed).toBe(rows[0]?.loaded);
    const { rows: counts } = await client.query(
      `SELECT count(*) FILTER (WHERE "is_latest")::int AS latest, count(*)::int AS total FROM "checkins"`,
    );
    expect(counts[0]).toEqual({ latest: rows[0]?.loaded, total: smallSize.checkins });
  });

  test('puts back the keys and triggers that it took away', async () => {
    await using db = await database();
    const client = await db.connect();
    const state = `
      SELECT conname AS name, pg_get_constraintdef(oid) || convalidated AS state FROM pg_constraint WHERE conrelid = '"checkins"'::regclass
      UNION ALL SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgrelid = '"checkins"'::regclass AND NOT tgisinternal
      ORDER BY 1`;
    const before = (await client.query(state)).rows;
    await seed(client, smallSize);
    expect((await client.query(state)).rows).toEqual(before);
  });

  test('changes nothing when it is run again, not even with another size', async () => {
    await using db = await database();
    const client = await db.connect();
    expect(await seed(client, smallSize)).toBe(true);
    const before = await everything(client);
    expect(await seed(client, smallSize)).toBe(false);
    expect(await seed(client, { members: 300, checkins: 10 })).toBe(false);
    expect(await everything(client)).toEqual(before);
  });

  test('is loaded once when two people load it at the same time', async () => {
    await using db = await database();
    const clients = [await db.connect(), await db.connect()];
    const loaded = await Promise.all(clients.map((client) => seed(client, smallSize)));
    expect(loaded.sort()).toEqual([false, true]);
  });

  test('leaves alone what people have edited, added and removed', async () => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, smallSize);
    await client.query(`
      UPDATE "members" SET "status" = 'active', "service_number" = 'X1' WHERE "service_number" LIKE '%100001';
      UPDATE "divisions" SET "code" = 'OPS2' WHERE "code" = 'OPS';
      DELETE FROM "event_attendees" WHERE "guest_name" IS NOT NULL;
      DELETE FROM "badges" WHERE "serial_number" = 'S-0001';
      INSERT INTO "divisions" ("code", "name") VALUES ('NEW', 'New')`);
    const before = await everything(client);
    await seed(client, smallSize);
    expect(await everything(client)).toEqual(before);
  });

  test('leaves nothing behind where it fails', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(`INSERT INTO "divisions" ("code", "name") VALUES ('OPS', 'Operations, by hand')`);
    await expect(seed(client, smallSize)).rejects.toMatchObject({ code: '23505' });
    expect((await client.query('SELECT FROM "members"')).rowCount).toBe(0);
    expect(await refusal(client, 'SELECT 1')).toBeUndefined();
  });

  test('is a file of SQL as well, which says the same in a smaller size', async () => {
    expect(sqlFile('seed/small.sql')).toBe(seedSql());
    await using copied = await database();
    await using inserted = await database();
    const [first, second] = [await copied.connect(), await inserted.connect()];
    await seed(first, sqlSize);
    await second.query(seedSql());
    expect(await everything(second)).toEqual(await everything(first));
    await second.query(seedSql());
    expect(await everything(second)).toEqual(await everything(first));
    expect(await seed(second, smallSize)).toBe(false);
  });
});
