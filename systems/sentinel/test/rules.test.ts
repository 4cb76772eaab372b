import { describe, expect, test } from 'vitest';
import { testForeignKeyIndexes } from '../../shared/indexes.ts';
import { testRules } from '../../shared/rules.ts';
import { allowed } from './allowed.ts';
import { database, refusal, sqlFile } from './database.ts';
import { rules } from './rules.ts';

const fixture = sqlFile('test/fixture.sql');

testRules({
  rules,
  database,
  prepare: (client) => client.query(fixture),
  // This one refuses nothing, it writes: presence.test.ts tells what.
  others: ['checkins_latest'],
});

describe('the database allows', () => {
  test.each(allowed)('%s', async (_title, sql) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    expect(await refusal(client, sql)).toBeUndefined();
  });
});

test('foreign keys restrict, except that an event takes its attendees with it', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query(`
    SELECT conname, confdeltype FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND confdeltype <> 'r'`);
  expect(rows).toEqual([{ conname: 'event_attendees_event_id_fkey', confdeltype: 'c' }]);
  await client.query(fixture);
  await client.query('DELETE FROM "events"');
  expect((await client.query('SELECT FROM "event_attendees"')).rowCount).toBe(0);
});

testForeignKeyIndexes({ database });

describe('a value of a lookup table', () => {
  const take = `UPDATE "members" SET "member_status_id" = '00000000-0000-4000-8000-000000000502' WHERE "last_name" = 'Roy'`;
  const remove = `DELETE FROM "member_statuses" WHERE "code" = 'retired'`;

  test.each([
    { first: take, second: remove, code: '23001', who: 'the one who deletes' },
    { first: remove, second: take, code: '23503', who: 'the one who uses it' },
  ])('is used and deleted at once: $who comes late and is refused', async ({ first, second, code }) => {
    await using db = await database();
    const [early, late] = [await db.connect(), await db.connect()];
    await early.query(fixture);
    await early.query('BEGIN');
    await early.query(first);
    const answer = refusal(late, second);
    await early.query('COMMIT');
    expect(await answer).toMatchObject({ code, constraint: 'members_member_status_id_fkey' });
  });
});
