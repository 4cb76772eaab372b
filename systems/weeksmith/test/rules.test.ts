import { describe, expect, test } from 'vitest';
import { database, refusal, sqlFile } from './database.ts';
import { rules, without } from './rules.ts';
import { auditTriggers } from './tables.ts';

const fixture = sqlFile('test/fixture.sql');

describe('the database holds the rule:', () => {
  test.each(rules.map((rule) => ({ ...rule, by: rule.guard.name })))('$title ($by)', async (rule) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    expect(await refusal(client, rule.breaks)).toMatchObject({
      code: rule.code,
      constraint: rule.constraint ?? rule.guard.name,
      ...(rule.message === undefined ? {} : { message: rule.message }),
    });
    // The same statement passes once the rule is gone: nothing else refuses it, so this test depends on the rule.
    await client.query(without(rule.guard));
    expect(await refusal(client, rule.breaks)).toBeUndefined();
  });

  test('every constraint, unique index and trigger of the data model is covered by a rule', async () => {
    await using db = await database();
    const client = await db.connect();
    const { rows } = await client.query<{ name: string }>(`
      SELECT conname AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'x')
      UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary
      UNION SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal
      ORDER BY 1`);
    const guarded = new Set([...rules.map((rule) => rule.guard.name), ...auditTriggers]);
    // These are only what references carry an owner to: "id" alone is unique already.
    const carriers = [
      'chat_session_id_owner_key',
      'cycle_id_owner_key',
      'goal_id_cycle_owner_key',
      'task_id_cycle_owner_key',
      'vision_id_owner_key',
      'weekly_plan_id_cycle_owner_key',
    ];
    expect(rows.map((row) => row.name).filter((name) => !guarded.has(name))).toEqual(carriers);
  });
});
