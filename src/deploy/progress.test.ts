import { expect, test } from 'vitest';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import type { History } from '../model/migration.ts';
import { deploy, historyOf, states } from './deploy.suite.ts';

const server = liveServer();

const people = 'CREATE TABLE people (id int PRIMARY KEY, email text)';
const twins = "INSERT INTO people VALUES (1, 'x'), (2, 'x')";
const half = 'BEGIN; CREATE TABLE b (id int); COMMIT; ALTER TABLE people ADD UNIQUE (email);';

/** The second migration has made its table, and stopped at the constraint. Then somebody cleans up by hand. */
async function stopped(history: History): Promise<Database> {
  const database = await server.createDatabase();
  const { migrations } = history;
  await deploy(database, { ...history, migrations: migrations.slice(0, 1) });
  await ask(database, twins);
  expect((await deploy(database, history)).failure?.error.code).toBe('23505');
  await ask(database, 'DROP TABLE b; DELETE FROM people WHERE id = 2');
  return database;
}

const isThere = (database: Database) => ask(database, "SELECT to_regclass('b') IS NOT NULL AS made");

test.each(['prisma', 'flyway'] as const)(
  '%s: notes of an attempt that was settled by hand are forgotten',
  async (runner) => {
    const history = historyOf(runner, [people, half]);
    const database = await stopped(history);
    await ask(
      database,
      runner === 'prisma'
        ? 'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL'
        : 'DELETE FROM flyway_schema_history WHERE NOT success',
    );
    const again = await deploy(database, history);
    expect(again).toMatchObject({ failure: undefined, deployed: [{ resumedFrom: 0 }] });
    expect(await isThere(database)).toEqual([{ made: true }]);
  },
);

test('notes of a migration that was recorded by hand do not come back to life when it is taken back', async () => {
  const history = historyOf('prisma', [people, half]);
  const database = await stopped(history);
  await ask(database, 'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL');
  expect((await deploy(database, history)).deployed).toEqual([]);
  expect(await ask(database, 'SELECT * FROM strata.progress')).toEqual([]);
});

test('what the user says of a half-applied migration replaces what was noted of it', async () => {
  const history = historyOf('plain', [people, half]);
  const database = await stopped(history);
  const named = { retry: '002_step', done: 0 };
  expect(await deploy(database, history, named)).toMatchObject({
    failure: undefined,
    deployed: [{ resumedFrom: 0 }],
  });
  expect(await isThere(database)).toEqual([{ made: true }]);
  expect(await states(database, history)).toEqual(['applied', 'applied']);
  expect(await ask(database, 'SELECT * FROM strata.progress')).toEqual([]);
});

test('it may also say that more took effect', async () => {
  const history = historyOf('plain', [people, half]);
  const database = await stopped(history);
  await ask(database, 'ALTER TABLE people ADD UNIQUE (email)');
  expect((await deploy(database, history, { retry: '002_step', done: 4 })).failure).toBeUndefined();
  expect(await isThere(database)).toEqual([{ made: false }]);
  expect(await states(database, history)).toEqual(['applied', 'applied']);
});

test.each(['prisma', 'flyway', 'plain'] as const)(
  '%s: a run that was cut off goes on behind what took effect, and so does one of which the user says it',
  async (runner) => {
    const database = await server.databaseWith(
      'CREATE TABLE account (n int); INSERT INTO account VALUES (0); CREATE TABLE stop AS SELECT 1 AS n',
    );
    const cut = 'SELECT pg_terminate_backend(pg_backend_pid()) FROM stop;';
    const step = `BEGIN; UPDATE account SET n = n + 1; COMMIT; ${cut}`;
    const history = historyOf(runner, [step, step]);
    const [first] = history.migrations;
    expect((await deploy(database, history)).failure?.error.code).toBe('57P01');
    await ask(database, 'DELETE FROM stop');
    const { failure, deployed } = await deploy(database, { ...history, migrations: first ? [first] : [] });
    expect(failure).toBeUndefined();
    expect(deployed).toMatchObject([{ resumedFrom: 1 }]);
    const named = { retry: history.migrations[1]?.name, done: 3 };
    await ask(database, 'UPDATE account SET n = n + 1');
    expect((await deploy(database, history, named)).failure).toBeUndefined();
    expect(await ask(database, 'SELECT n FROM account')).toEqual([{ n: 2 }]);
    expect(await states(database, history)).toEqual(['applied', 'applied']);
  },
);

test('what a migration has set is set again by the run that goes on, or nothing more is run', async () => {
  const role = `helper_${Date.now()}`;
  const mayHelp = `CREATE ROLE ${role}; GRANT ${role} TO CURRENT_USER;`;
  const database = await server.databaseWith(
    `${mayHelp} CREATE SCHEMA app; CREATE TABLE app.t (n int); INSERT INTO app.t VALUES (1), (1)`,
  );
  const history = historyOf('plain', [
    `SELECT pg_catalog.set_config('search_path', 'app', false);
SET ROLE ${role};
RESET ROLE;
CREATE UNIQUE INDEX CONCURRENTLY u ON t (n);
CREATE TABLE later (n int);`,
  ]);
  expect((await deploy(database, history)).failure?.error.code).toBe('23505');
  await ask(database, `DROP ROLE ${role}; DELETE FROM app.t`);
  await expect(deploy(database, history)).rejects.toThrow('001_step: what line 2 sets cannot be set again');
  await ask(database, mayHelp);
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await ask(database, "SELECT to_regclass('app.later') IS NOT NULL AS made")).toEqual([
    { made: true },
  ]);
});
