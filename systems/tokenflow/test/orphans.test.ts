import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { database, sqlFile } from './database.ts';
import { strata } from './strata.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

test('soft references that point at nothing are counted and named', async () => {
  await using db = await database();
  const client = await db.connect();
  await client.query(sqlFile('test/fixture.sql'));
  const orphans = () => strata(['orphans', '.', '--live', db.url, '--json'], project);
  const sound = await orphans();
  expect(JSON.parse(sound.stdout).orphans.map(({ rows }: { rows: number }) => rows)).toEqual([0, 0, 0]);
  expect(sound.code).toBe(0);

  // Nothing refuses it: that is the price of leaving the old tables alone.
  await client.query(`DELETE FROM "Scenario" WHERE "id" = 'token'`);
  const { code, stdout } = await orphans();
  expect(code).toBe(1);
  expect(JSON.parse(stdout).orphans).toMatchObject([
    { reference: { from: 'token_supplies.scenario_id', to: 'Scenario.id' }, rows: 1, examples: ['token'] },
    { reference: { from: 'token_demands.scenario_id', to: 'Scenario.id' }, rows: 1, examples: ['token'] },
    { reference: { from: 'token_demands.initiative_id', to: 'Initiative.id' }, rows: 0, examples: [] },
  ]);
});
