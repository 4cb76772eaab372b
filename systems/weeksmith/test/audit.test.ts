import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { act, ada, database, idOf, refusal, sqlFile } from './database.ts';
import { auditTriggers, ownedTables } from './tables.ts';

const fixture = sqlFile('test/fixture.sql');

async function entriesOf(client: pg.Client, entity: string, id: string) {
  const { rows } = await client.query(
    'SELECT owner_id, actor_id, action, before, after FROM audit_log WHERE entity = $1 AND entity_id = $2 ORDER BY at',
    [entity, id],
  );
  return rows;
}

describe.each(ownedTables)('what is done in $table', ({ table, row, change, hidden }) => {
  const id = idOf('a', row);
  const where = `WHERE id = '${id}'`;

  test('is on record: who, what, before and after', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const state = async () => {
      const { rows } = await client.query(`SELECT to_jsonb(t) - $1::text[] AS row FROM ${table} t ${where}`, [
        hidden,
      ]);
      return rows[0]?.row;
    };
    const before = await state();
    await act(client, ada, () => client.query(`UPDATE ${table} SET ${change} ${where}`));
    const after = await state();
    await client.query(`UPDATE weekly_plan SET locked = false; DELETE FROM ${table} ${where}`);
    const [inserted, updated, deleted] = await entriesOf(client, table, id);
    const owner = { owner_id: idOf('a', '0000') };
    expect(inserted).toEqual({ ...owner, actor_id: null, action: 'insert', before: null, after: before });
    expect(updated).toEqual({ ...owner, actor_id: idOf('a', '0000'), action: 'update', before, after });
    expect(deleted).toEqual({ ...owner, actor_id: null, action: 'delete', before: after, after: null });
    for (const column of hidden)
      expect(JSON.stringify([inserted, updated, deleted])).not.toContain(`"${column}"`);
  });

  test(`is not on record without the trigger ${table}_audit`, async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const count = (await entriesOf(client, table, id)).length;
    await client.query(`DROP TRIGGER ${table}_audit ON ${table}`);
    await client.query(`UPDATE ${table} SET ${change} ${where}`);
    expect(await entriesOf(client, table, id)).toHaveLength(count);
  });
});

describe('the audit log', () => {
  test('covers every table but itself', async () => {
    await using db = await database();
    const client = await db.connect();
    const { rows } = await client.query(`
      SELECT relname || '_audit' AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'audit_log' ORDER BY 1`);
    expect(rows.map(({ name }) => name)).toEqual([...auditTriggers].sort());
  });

  test('takes structured rows before and after', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const insert = `INSERT INTO audit_log (owner_id, action, entity, entity_id, before, after)
      VALUES ('${idOf('a', '0000')}', 'update', 'goal', '${idOf('a', '0011')}', '{"measure": "ten"}', '{"measure": {"lessons": 12}}')`;
    expect(await refusal(client, insert)).toBeUndefined();
  });

  test('says nothing of an update that changes nothing', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query('UPDATE goal SET measure = measure');
    expect(await entriesOf(client, 'goal', idOf('a', '0011'))).toHaveLength(1);
  });

  test('tells of locking and unlocking', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await act(client, ada, () => client.query('UPDATE weekly_plan SET locked = NOT locked WHERE week = 7'));
    const entries = await entriesOf(client, 'weekly_plan', idOf('a', '0037'));
    expect(entries.map(({ after }) => after.locked)).toEqual([false, true, false]);
  });

  test('never holds what was said', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await act(client, ada, () => client.query(`UPDATE chat_message SET content = 'A secret of mine'`));
    const { rows } = await client.query('SELECT a::text AS entry FROM audit_log a');
    expect(rows.map(({ entry }) => entry).join('\n')).not.toMatch(
      /secret of mine|Where do I begin|resume_token/,
    );
  });
});
