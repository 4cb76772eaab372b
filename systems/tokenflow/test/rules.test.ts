import { describe, expect, test } from 'vitest';
import { testRules } from '../../shared/rules.ts';
import { database, refusal, sqlFile } from './database.ts';
import { rules } from './rules.ts';

const fixture = sqlFile('test/fixture.sql');

testRules({ rules, database, prepare: (client) => client.query(fixture), others: [] });

describe('the old models know nothing of the new ones:', () => {
  test('a scenario and an initiative in use by tokens only can be deleted', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(`UPDATE "token_demands" SET "initiative_id" = 'i2'`);
    expect(await refusal(client, `DELETE FROM "Initiative" WHERE "id" = 'i2'`)).toBeUndefined();
    expect(await refusal(client, `DELETE FROM "Scenario" WHERE "id" = 'token'`)).toBeUndefined();
  });

  test('a scenario is planned in hours unless somebody says otherwise', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const { rows } = await client.query(`SELECT "id", "planning_mode" FROM "Scenario" ORDER BY "id"`);
    expect(rows).toEqual([
      { id: 'legacy', planning_mode: 'LEGACY' },
      { id: 'token', planning_mode: 'TOKEN' },
    ]);
  });

  test('a scenario that has moved to tokens stays there when the flag is switched off', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(`${fixture}; UPDATE "FeatureFlag" SET "enabled" = false`);
    const again = `UPDATE "Scenario" SET "planning_mode" = 'TOKEN', "period" = '2026-Q2' WHERE "id" = 'token'`;
    expect(await refusal(client, again)).toBeUndefined();
    expect(await refusal(client, `UPDATE "Scenario" SET "planning_mode" = 'LEGACY'`)).toBeUndefined();
    expect(await refusal(client, again)).toMatchObject({ code: 'TF001' });
  });

  test('deleting a scenario takes its hours with it and leaves its revisions', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(`DELETE FROM "Scenario" WHERE "id" = 'legacy'`);
    const { rows } = await client.query(`
      SELECT (SELECT count(*)::int FROM "Allocation") AS allocations, (SELECT count(*)::int FROM "CapacityHours") AS capacities,
        (SELECT json_agg(s."revisionOfScenarioId") FROM "Scenario" s) AS revised`);
    expect(rows).toEqual([{ allocations: 0, capacities: 0, revised: [null] }]);
  });
});

test('an index serves every reference, with a foreign key or without', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query(`
    SELECT attrelid::regclass::text || '.' || attname AS column FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
      AND (attname ~ '_id$' OR attname ~ '[a-z]Id$')
      AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indkey[0] = attnum)`);
  expect(rows).toEqual([]);
});
