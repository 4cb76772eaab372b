import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { seed, smallSize } from '../seed/seed.ts';
import { database, refusal, sqlFile } from './database.ts';

const fixture = sqlFile('test/fixture.sql');
const ana = '00000000-0000-4000-8000-00000000000a';

/** Who is in the building, from the scans alone. */
const presence = `SELECT "member_id", "badge_id", "kiosk", "at" FROM "checkins" WHERE "is_latest" AND "direction" = 'in'`;

async function present(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ who: string }>(`
    SELECT coalesce(m."first_name", b."serial_number") AS who
    FROM (${presence}) p LEFT JOIN "members" m ON m."id" = p."member_id" LEFT JOIN "badges" b ON b."id" = p."badge_id"
    ORDER BY 1`);
  return rows.map(({ who }) => who);
}

function scan(direction: string, at: string): string {
  return `INSERT INTO "checkins" ("member_id", "direction", "kiosk", "at") VALUES ('${ana}', '${direction}', 'garage', '${at}')`;
}

describe('whoever was scanned in last', () => {
  test('is present, and whoever was scanned out is not', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    expect(await present(client)).toEqual(['Ana', 'V-1']);
    await client.query(scan('out', '2026-01-16T11:00:00Z'));
    expect(await present(client)).toEqual(['V-1']);
    await client.query(scan('in', '2026-01-16T12:00:00Z'));
    expect(await present(client)).toEqual(['Ana', 'V-1']);
  });

  test('stays present when a kiosk sends an older scan late', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(scan('out', '2026-01-15T17:00:00Z'));
    expect(await present(client)).toEqual(['Ana', 'V-1']);
  });

  test('is known within one statement of many scans', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(`INSERT INTO "checkins" ("member_id", "direction", "kiosk", "at")
      SELECT '${ana}', (ARRAY['out', 'in'])[1 + n % 2]::"checkin_direction", 'garage', '2026-01-17'::timestamptz + n * interval '1 hour'
      FROM generate_series(0, 8) n`);
    const { rows } = await client.query(
      `SELECT count(*)::int FROM "checkins" WHERE "member_id" = '${ana}' AND "is_latest"`,
    );
    expect(rows).toEqual([{ count: 1 }]);
    expect(await present(client)).toEqual(['V-1']);
  });

  test('is one of two when two kiosks scan them at the same time', async () => {
    await using db = await database();
    const [first, second] = [await db.connect(), await db.connect()];
    await first.query(fixture);
    await first.query('BEGIN');
    await first.query(scan('out', '2026-01-16T11:00:00Z'));
    const late = refusal(second, scan('in', '2026-01-16T11:00:01Z'));
    await first.query('COMMIT');
    expect(await late).toBeUndefined();
    const { rows } = await first.query(
      `SELECT "direction" FROM "checkins" WHERE "member_id" = '${ana}' AND "is_latest"`,
    );
    expect(rows).toEqual([{ direction: 'in' }]);
  });

  test('is one of two also when these are the first scans of a member', async () => {
    await using db = await database();
    const [first, second] = [await db.connect(), await db.connect()];
    await first.query(fixture.slice(0, fixture.indexOf('INSERT INTO "checkins"')));
    await first.query('BEGIN');
    await first.query(scan('in', '2026-01-16T11:00:00Z'));
    const late = refusal(second, scan('out', '2026-01-16T11:00:01Z'));
    await first.query('COMMIT');
    expect(await late).toBeUndefined();
    expect(await present(first)).toEqual([]);
  });
});

describe('presence', () => {
  test('is answered by one scan of one index that holds every column', async () => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, smallSize);
    await client.query('ANALYZE "checkins"; SET enable_seqscan = off; SET enable_bitmapscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${presence}`,
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    expect(plan).toMatchObject({
      'Node Type': 'Index Only Scan',
      'Index Name': 'checkins_present_idx',
      'Actual Rows': (await present(client)).length,
    });
    expect(plan?.Plans).toBeUndefined();
  });

  test('of visitors is answered by one scan of one index', async () => {
    await using db = await database();
    const client = await db.connect();
    await seed(client, smallSize);
    await client.query('ANALYZE "visitors"; SET enable_seqscan = off; SET enable_bitmapscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
      `EXPLAIN (FORMAT JSON) SELECT * FROM "visitors" WHERE "signed_out_at" IS NULL ORDER BY "signed_in_at"`,
    );
    expect(rows[0]?.['QUERY PLAN'][0].Plan).toMatchObject({
      'Node Type': 'Index Scan',
      'Index Name': 'visitors_present_idx',
    });
  });
});

interface Plan {
  readonly 'Node Type': string;
  readonly Plans?: readonly Plan[];
}
