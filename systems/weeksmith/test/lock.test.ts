import { describe, expect, test } from 'vitest';
import { act, ada, database, idOf, refusal, sqlFile } from './database.ts';

const fixture = sqlFile('test/fixture.sql');
const item = `'${idOf('a', '0047')}'`;
const raiseQuota = `UPDATE plan_item SET quota = 5 WHERE id = ${item}`;

describe('a locked week', () => {
  test('refuses another quota, and says which week and what to do', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    expect(await refusal(client, raiseQuota, ada)).toEqual({
      code: 'WK001',
      constraint: 'week_lock',
      message: 'week 7 is locked: the quota of a plan item cannot be changed',
      hint: 'Unlock week 7 first. Done counts and notes can be changed at any time.',
    });
  });

  test('takes done counts and notes', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const done = `UPDATE plan_item SET done_count = 2, notes = 'In the rain.' WHERE id = ${item}`;
    expect(await refusal(client, done, ada)).toBeUndefined();
  });

  test('takes a quota again once it is unlocked', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const unlock = `UPDATE weekly_plan SET locked = false WHERE week = 7`;
    expect(await refusal(client, `${unlock}; ${raiseQuota}`, ada)).toBeUndefined();
  });

  test.each([7, 8, 9, 10, 11, 12])('can be week %i, and is named in the message', async (week) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(`UPDATE weekly_plan SET week = ${week} WHERE week = 8 AND ${week} > 8;
      UPDATE weekly_plan SET locked = true WHERE week = ${week}`);
    const sql = `UPDATE plan_item SET quota = 9 FROM weekly_plan p WHERE p.id = weekly_plan_id AND p.week = ${week}`;
    expect(await refusal(client, sql, ada)).toMatchObject({
      code: 'WK001',
      message: `week ${week} is locked: the quota of a plan item cannot be changed`,
    });
  });

  test('leaves earlier weeks and their tasks open', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const change = `UPDATE task SET weekly_quota = 4 WHERE id = '${idOf('a', '0021')}';
      UPDATE plan_item SET quota = 4 WHERE id = '${idOf('a', '0041')}'`;
    expect(await refusal(client, change, ada)).toBeUndefined();
  });

  test('keeps its cycle from being deleted', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const remove = `DELETE FROM cycle WHERE id = '${idOf('a', '0002')}'`;
    expect(await refusal(client, remove, ada)).toMatchObject({ code: 'WK001' });
    await client.query('UPDATE weekly_plan SET locked = false');
    expect(await refusal(client, remove, ada)).toBeUndefined();
  });

  test('keeps nobody from closing their account, which takes everything with it', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(`DELETE FROM auth.users WHERE id = '${idOf('a', '0000')}'`);
    const { rows } = await client.query(`
      SELECT DISTINCT owner_id FROM (
        SELECT owner_id FROM vision UNION ALL SELECT owner_id FROM plan_item UNION ALL
        SELECT owner_id FROM audit_log UNION ALL SELECT owner_id FROM chat_message) everything`);
    expect(rows).toEqual([{ owner_id: idOf('b', '0000') }]);
  });
});

describe('two people at once', () => {
  test.each([
    {
      what: 'the quota of an item',
      late: `UPDATE plan_item SET quota = 5 WHERE id = '${idOf('a', '0048')}'`,
    },
    { what: 'the removal of an item', late: `DELETE FROM plan_item WHERE id = '${idOf('a', '0048')}'` },
    {
      what: 'a new task',
      late: `INSERT INTO task (owner_id, cycle_id, goal_id, title, weekly_quota, from_week, to_week)
        VALUES ('${idOf('a', '0000')}', '${idOf('a', '0002')}', '${idOf('a', '0011')}', 'Late', 1, 8, 8)`,
    },
  ])('$what waits for a lock that is being set, and is refused then', async ({ late }) => {
    await using db = await database();
    const [first, second] = [await db.connect(), await db.connect()];
    await first.query(fixture);
    await first.query('BEGIN; UPDATE weekly_plan SET locked = true WHERE week = 8');
    const answer = refusal(second, late, ada);
    await first.query('COMMIT');
    expect(await answer).toMatchObject({ code: 'WK001' });
  });

  test('a lock waits for a quota that is being changed', async () => {
    await using db = await database();
    const [first, second] = [await db.connect(), await db.connect()];
    await first.query(fixture);
    await first.query(`BEGIN; UPDATE plan_item SET quota = 5 WHERE id = '${idOf('a', '0048')}'`);
    let isLocked = false;
    const lock = act(second, ada, () =>
      second.query('UPDATE weekly_plan SET locked = true WHERE week = 8'),
    ).then(() => (isLocked = true));
    await first.query('SELECT pg_sleep(0.1)');
    expect(isLocked).toBe(false);
    await first.query('COMMIT');
    await lock;
    expect(isLocked).toBe(true);
  });
});
