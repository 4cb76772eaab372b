import { describe, expect, test } from 'vitest';
import { type Actor, act, ada, ben, database, idOf, refusal, sqlFile } from './database.ts';
import { ownedTables } from './tables.ts';

const fixture = sqlFile('test/fixture.sql');
const anon: Actor = { role: 'anon' };
const service: Actor = { role: 'service_role' };

/** A database with the fixture, and the two questions that every test asks of it. */
async function start() {
  const db = await database();
  const client = await db.connect();
  await client.query(fixture);
  return {
    client,
    /** The people whose rows somebody sees, without repetition. */
    owners: (actor: Actor, table: string) =>
      act(client, actor, async () => {
        const { rows } = await client.query(`SELECT DISTINCT owner_id FROM ${table} ORDER BY 1`);
        return rows.map((row) => row.owner_id);
      }),
    /** How many rows a statement reached. */
    reached: (actor: Actor, sql: string) =>
      act(client, actor, async () => (await client.query(sql)).rowCount),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

const [a, b] = [idOf('a', '0000'), idOf('b', '0000')];

describe.each(ownedTables)('$table', ({ table, row, change, insert, foreignParent }) => {
  const update = (person: 'a' | 'b') => `UPDATE ${table} SET ${change} WHERE id = '${idOf(person, row)}'`;
  const remove = (person: 'a' | 'b') => `DELETE FROM ${table} WHERE id = '${idOf(person, row)}'`;

  test('select: the owner sees their rows and nobody else’s', async () => {
    await using db = await start();
    expect(await db.owners(ada, table)).toEqual([a]);
    expect(await db.owners(ben, table)).toEqual([b]);
  });

  test('insert: the owner may, under their own things', async () => {
    await using db = await start();
    expect(await db.reached(ada, insert('a', 'a'))).toBe(1);
  });

  test('insert: nobody may in another’s name', async () => {
    await using db = await start();
    expect(await refusal(db.client, insert('a', 'b'), ada)).toBeDefined();
    expect(await refusal(db.client, insert('b', 'b'), ada)).toBeDefined();
    await db.client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    expect(await refusal(db.client, insert('b', 'b'), ada)).toMatchObject({ code: '42501' });
    await db.client.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
    expect(await refusal(db.client, insert('b', 'b'), ada)).toBeUndefined();
  });

  if (foreignParent !== undefined) {
    test('insert: nobody may under another’s things', async () => {
      await using db = await start();
      expect(await refusal(db.client, insert('b', 'a'), ada)).toMatchObject({ code: foreignParent });
    });
  }

  test('update: the owner may; another’s row is not reached', async () => {
    await using db = await start();
    expect(await db.reached(ada, update('a'))).toBe(1);
    expect(await db.reached(ada, update('b'))).toBe(0);
  });

  test('update: a row is not handed to somebody else', async () => {
    await using db = await start();
    const hand = `UPDATE ${table} SET owner_id = '${b}' WHERE id = '${idOf('a', row)}'`;
    expect(await refusal(db.client, hand, ada)).toMatchObject({ code: '42501' });
  });

  test('delete: the owner may; another’s row is not reached', async () => {
    await using db = await start();
    await db.client.query('UPDATE weekly_plan SET locked = false');
    expect(await db.reached(ada, remove('b'))).toBe(0);
    expect(await db.reached(ada, remove('a'))).toBe(1);
  });

  test('a visitor may do nothing', async () => {
    await using db = await start();
    for (const sql of [`SELECT FROM ${table}`, insert('a', 'a'), update('a'), remove('a')])
      expect(await refusal(db.client, sql, anon)).toMatchObject({ code: '42501' });
  });

  test('a signed-in person may not truncate', async () => {
    await using db = await start();
    const truncate = `TRUNCATE ${table} CASCADE`;
    expect(await refusal(db.client, truncate, ada)).toMatchObject({ code: '42501' });
  });

  test('the service sees everybody’s rows', async () => {
    await using db = await start();
    expect(await db.owners(service, table)).toEqual([a, b]);
  });

  test(`without the policy ${table}_of_owner the owner is shut out`, async () => {
    await using db = await start();
    await db.client.query(`DROP POLICY ${table}_of_owner ON ${table}`);
    expect(await db.owners(ada, table)).toEqual([]);
    expect(await db.reached(ada, update('a'))).toBe(0);
    expect(await refusal(db.client, insert('a', 'a'), ada)).toBeDefined();
  });

  test('without row security everybody’s rows are open', async () => {
    await using db = await start();
    await db.client.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
    expect(await db.owners(ada, table)).toEqual([a, b]);
    expect(await db.reached(ada, update('b'))).toBe(1);
  });
});

describe('audit_log', () => {
  test('select: a person reads what concerns them, and nothing else', async () => {
    await using db = await start();
    expect(await db.owners(ada, 'audit_log')).toEqual([a]);
    expect(await db.owners(ben, 'audit_log')).toEqual([b]);
    expect(await db.owners(service, 'audit_log')).toEqual([a, b]);
  });

  test.each([
    [
      'insert',
      `INSERT INTO audit_log (owner_id, action, entity, entity_id, after) VALUES ('${a}', 'insert', 'vision', '${a}', '{}')`,
    ],
    ['update', `UPDATE audit_log SET after = '{}'`],
    ['delete', 'DELETE FROM audit_log'],
    ['truncate', 'TRUNCATE audit_log'],
  ])('%s: nobody may, not even the service', async (_, sql) => {
    await using db = await start();
    for (const actor of [ada, service, anon])
      expect(await refusal(db.client, sql, actor)).toMatchObject({ code: '42501' });
  });

  test('without the policy audit_log_of_owner a person reads nothing', async () => {
    await using db = await start();
    await db.client.query('DROP POLICY audit_log_of_owner ON audit_log');
    expect(await db.owners(ada, 'audit_log')).toEqual([]);
  });

  test('without row security a person reads what concerns others', async () => {
    await using db = await start();
    await db.client.query('ALTER TABLE audit_log DISABLE ROW LEVEL SECURITY');
    expect(await db.owners(ada, 'audit_log')).toEqual([a, b]);
  });
});

describe('week_score', () => {
  test('shows a person their own weeks', async () => {
    await using db = await start();
    expect(await db.owners(ada, 'week_score')).toEqual([a]);
    expect(await db.owners(service, 'week_score')).toEqual([a, b]);
    expect(await refusal(db.client, 'SELECT FROM week_score', anon)).toMatchObject({ code: '42501' });
  });

  test('shows everybody’s weeks where it does not run as whoever asks', async () => {
    await using db = await start();
    await db.client.query('ALTER VIEW week_score SET (security_invoker = false)');
    expect(await db.owners(ada, 'week_score')).toEqual([a, b]);
  });
});

test('every table has row security, and a policy for its owner', async () => {
  await using db = await start();
  const { rows } = await db.client.query(`
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = relname || '_of_owner'))`);
  expect(rows).toEqual([]);
});
