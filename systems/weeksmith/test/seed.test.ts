import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { testSeedAgain } from '../../shared/seeds.ts';
import { database, sqlFile } from './database.ts';
import { ownedTables } from './tables.ts';

const seed = sqlFile('supabase/seeds/202510041235_sample_data.sql');

async function everything(client: pg.Client): Promise<unknown> {
  const tables = [...ownedTables.map(({ table }) => table), 'audit_log', 'auth.users'];
  const parts = tables.map((table) => `(SELECT json_agg(r ORDER BY r.id) FROM ${table} r) AS "${table}"`);
  const { rows } = await client.query(`SELECT ${parts.join(', ')}`);
  return rows[0];
}

describe('the sample data', () => {
  test('shows a running cycle, a planned one and a finished one', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(seed);
    const { rows } = await client.query(`
      SELECT split_part(u.email, '.', 1) AS who, c.status, count(DISTINCT p.id)::int AS weeks,
        count(DISTINCT p.id) FILTER (WHERE p.locked)::int AS locked, count(DISTINCT g.id)::int AS goals
      FROM auth.users u JOIN cycle c ON c.owner_id = u.id LEFT JOIN weekly_plan p ON p.cycle_id = c.id
      LEFT JOIN goal g ON g.cycle_id = c.id GROUP BY u.email, c.id ORDER BY u.email, c.starts_on`);
    expect(rows).toEqual([
      { who: 'ife', status: 'completed', weeks: 12, locked: 6, goals: 2 },
      { who: 'ife', status: 'planned', weeks: 0, locked: 0, goals: 1 },
      { who: 'jonas', status: 'planned', weeks: 1, locked: 0, goals: 2 },
      { who: 'mara', status: 'active', weeks: 12, locked: 6, goals: 2 },
    ]);
  });

  test('is the same in every database, but for the times at which it came', async () => {
    const digests = [];
    for (let i = 0; i < 2; i += 1) {
      await using db = await database();
      const client = await db.connect();
      await client.query(seed);
      const { rows } = await client.query(`
        SELECT md5(string_agg(i.id || ' ' || i.quota || ' ' || i.done_count, ',' ORDER BY i.id)) AS digest, count(*) AS items FROM plan_item i`);
      digests.push(rows[0]);
    }
    expect(digests[1]).toEqual(digests[0]);
  });

  testSeedAgain({
    database,
    load: (client) => client.query(seed),
    everything,
    edits: `
      UPDATE goal SET statement = 'Run two weekend courses' WHERE statement LIKE 'Run the first weekend%';
      UPDATE plan_item SET done_count = done_count + 1, notes = 'Twice.';
      UPDATE weekly_plan SET locked = false WHERE week = 9;
      DELETE FROM weekly_plan WHERE week = 2;
      DELETE FROM chat_session WHERE title = 'Half-time';
      INSERT INTO vision (owner_id, text, horizon) SELECT id, 'Another one', 'a year' FROM auth.users;
      DELETE FROM auth.users WHERE email LIKE 'jonas%'`,
  });
});

describe('the score of a week', () => {
  test('is what was done of what was planned, in percent', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(sqlFile('test/fixture.sql'));
    await client.query(`UPDATE plan_item SET done_count = 99 WHERE quota = 3;
      INSERT INTO weekly_plan (owner_id, cycle_id, week) SELECT DISTINCT owner_id, cycle_id, 12 FROM weekly_plan`);
    const { rows } = await client.query(`
      SELECT week, locked, items, quota, done, score FROM week_score s JOIN auth.users u ON u.id = s.owner_id
      WHERE u.email = 'a@example.org' ORDER BY week`);
    expect(rows).toEqual([
      { week: 1, locked: false, items: 1, quota: 3, done: 3, score: '100.0' },
      { week: 7, locked: true, items: 1, quota: 2, done: 1, score: '50.0' },
      { week: 8, locked: false, items: 1, quota: 2, done: 0, score: '0.0' },
      { week: 12, locked: false, items: 0, quota: 0, done: 0, score: null },
    ]);
  });
});

test('a cycle is always twelve weeks long', async () => {
  await using db = await database();
  const client = await db.connect();
  await client.query(seed);
  const { rows } = await client.query('SELECT DISTINCT ends_on - starts_on + 1 AS days FROM cycle');
  expect(rows).toEqual([{ days: 84 }]);
  await expect(client.query(`UPDATE cycle SET ends_on = '2026-12-31'`)).rejects.toMatchObject({
    code: '428C9',
  });
});
