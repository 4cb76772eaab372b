import { describe, expect, test } from 'vitest';
import { database, refusal, sqlFile } from './database.ts';
import { rules } from './rules.ts';

const fixture = sqlFile('test/fixture.sql');

describe('the database holds the rule:', () => {
  test.each(rules)('$title', async (rule) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    expect(await refusal(client, rule.breaks)).toMatchObject({
      code: rule.code,
      constraint: rule.constraint,
    });
    // The same statement passes once the rule is gone: nothing else refuses it, so this test depends on the rule.
    await client.query(rule.without);
    expect(await refusal(client, rule.breaks)).toBeUndefined();
  });

  test('every constraint, unique index and trigger of the data model is covered by a rule', async () => {
    await using db = await database();
    const client = await db.connect();
    const { rows } = await client.query<{ name: string }>(`
      SELECT conname AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x')
      UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary
      UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
      ORDER BY 1`);
    const removed = rules.map((rule) => rule.without).join('\n');
    // This one is only what a foreign key points at: "id" alone is unique already.
    const carriers = ['WSOSSection_id_skillId_key'];
    expect(rows.map((row) => row.name).filter((name) => !removed.includes(`"${name}"`))).toEqual(carriers);
  });
});
