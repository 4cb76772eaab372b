import { expect, test } from 'vitest';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { openWriters } from '../live/write.ts';
import { composeUnits } from '../replay/units.ts';
import { deploy, historyOf, limits, standing, states } from './deploy.suite.ts';
import { repairLive } from './repair.ts';

const server = liveServer();

const history = historyOf('plain', [
  'CREATE TABLE a (id int)',
  'CREATE TABLE b (id int)',
  'CREATE TABLE c (id int)',
]);
const upTo = (count: number) => ({ ...history, migrations: history.migrations.slice(0, count) });
const only = (index: number, up?: string) =>
  history.migrations.slice(index, index + 1).map((one) => {
    const work = composeUnits(up === undefined ? one : { ...one, up: { ...one.up, text: up } });
    return { ...work, migration: one };
  });

async function withTwo(): Promise<Database> {
  const database = await server.createDatabase();
  await deploy(database, upTo(2));
  return database;
}

test('a rollback is refused where somebody has applied a later migration in the meantime', async () => {
  const database = await withTwo();
  const decidedOn = await standing(database, history);
  await deploy(database, history);
  const back = { direction: 'down', work: only(1, 'DROP TABLE b'), decidedOn } as const;
  await expect(deploy(database, history, back)).rejects.toThrow(
    'somebody else has deployed in the meantime: 003_step is applied now',
  );
  expect(await ask(database, "SELECT to_regclass('b')::text AS b")).toEqual([{ b: 'b' }]);
  expect(await states(database, history)).toEqual(['applied', 'applied', 'applied']);
});

test('a deploy is refused where somebody has taken an earlier migration back in the meantime', async () => {
  const database = await withTwo();
  const decidedOn = await standing(database, history);
  await deploy(database, history, { direction: 'down', work: only(1, 'DROP TABLE b') });
  await expect(deploy(database, history, { work: only(2), decidedOn })).rejects.toThrow(
    '002_step is pending now',
  );
  expect(await states(database, history)).toEqual(['applied', 'pending', 'pending']);
});

test('a repair is refused where somebody has recorded a migration in the meantime', async () => {
  const database = await withTwo();
  const decidedOn = await standing(database, history);
  await deploy(database, history);
  await using writers = await openWriters(database.url as string, 'strata repair');
  const repaired = repairLive({
    ...writers,
    history,
    name: 'revert',
    units: only(2, 'DROP TABLE c').flatMap(({ units }) => units),
    prepare: async () => ({ history, recorded: [] }),
    decidedOn,
    forgotten: [],
    assertUnchanged: async () => {},
    limits,
    waitMs: 0,
    onProgress: () => {},
    sleep: async () => {},
    newId: () => '',
  });
  await expect(repaired).rejects.toThrow('003_step is applied now');
  expect(await ask(database, "SELECT to_regclass('c')::text AS c")).toEqual([{ c: 'c' }]);
});

test('what somebody else has done of the same work is passed over', async () => {
  const database = await withTwo();
  await ask(database, "DELETE FROM strata.migrations WHERE name = '002_step'; DROP TABLE b");
  const decidedOn = await standing(database, history);
  await deploy(database, upTo(2));
  const outcome = await deploy(database, history, { work: [...only(1), ...only(2)], decidedOn });
  expect(outcome).toMatchObject({ deployed: [{ name: '003_step' }], total: 1 });
});
