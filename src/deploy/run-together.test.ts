import { expect, test } from 'vitest';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import type { DeployProgress } from '../model/deployment.ts';
import { deploy, historyOf, limits, states } from './deploy.suite.ts';

const server = liveServer();

const transactions =
  'SELECT count(DISTINCT xmin::text)::int AS transactions FROM drizzle.__drizzle_migrations';

test('what is pending shares one transaction, the rows of the ledger included', async () => {
  const database = await server.createDatabase();
  const history = historyOf('drizzle', [
    'CREATE TABLE a (id int)',
    'SET search_path = pg_catalog; CREATE TABLE public.b (id int)',
    '',
    'CREATE TABLE c (id int)',
  ]);
  const told: DeployProgress[] = [];
  const outcome = await deploy(database, history, { onProgress: (one) => told.push(one) });
  expect(outcome.failure).toBeUndefined();
  expect(outcome.deployed.map(({ name }) => name)).toEqual(history.migrations.map(({ name }) => name));
  expect(await ask(database, transactions)).toEqual([{ transactions: 1 }]);
  expect(await ask(database, "SELECT to_regclass('public.c')::text AS c")).toEqual([{ c: 'c' }]);
  expect(told.filter(({ kind }) => kind === 'migration').map((one) => 'index' in one && one.index)).toEqual([
    1, 2, 3, 4,
  ]);
});

test('where one of them fails, nothing of the others stays', async () => {
  const database = await server.createDatabase();
  const history = historyOf('drizzle', ['CREATE TABLE a (id int)', 'SELECT 1; SELECT 1 / 0', 'SELECT 1']);
  const { deployed, failure } = await deploy(database, history);
  expect(deployed).toEqual([]);
  expect(failure).toMatchObject({
    migration: '002_step',
    file: 'migrations/002_step.sql',
    statement: { number: 2 },
    error: { code: '22012' },
    left: 'Nothing of 001_step, 002_step, 003_step took effect: they share one transaction.',
  });
  expect(await ask(database, "SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
  expect(await states(database, history)).toEqual(['pending', 'pending', 'pending']);
});

test('a file that commits by itself stands alone, and those around it share theirs', async () => {
  const database = await server.createDatabase();
  const texts = ['SELECT 1', 'SELECT 2', 'CREATE TABLE a (id int); COMMIT; SELECT 1', 'SELECT 3', 'SELECT 4'];
  const outcome = await deploy(database, historyOf('drizzle', texts));
  expect(outcome.deployed).toHaveLength(5);
  expect(await ask(database, transactions)).toEqual([{ transactions: 3 }]);
});

test('a lock that is not given is asked for again with all that shares the transaction', async () => {
  const database = await server.createDatabase();
  await deploy(database, historyOf('drizzle', ['CREATE TABLE a (id int)']));
  const holder = await database.connect('owner', { guarded: false });
  await holder.query('BEGIN; LOCK a');
  const history = historyOf('drizzle', [
    'CREATE TABLE a (id int)',
    'CREATE TABLE b (id int)',
    'ALTER TABLE a ADD COLUMN name text',
  ]);
  const { deployed, failure } = await deploy(database, history, {
    limits: { ...limits, lockRetries: 5 },
    onProgress({ kind }) {
      if (kind === 'retry') holder.query('ROLLBACK').catch(() => {});
    },
  });
  await holder.close();
  expect(failure).toBeUndefined();
  expect(deployed.map(({ name, retries }) => [name, retries])).toEqual([
    ['002_step', 1],
    ['003_step', 0],
  ]);
});

test('one of which the user says that it is there stands alone, and those around it are applied', async () => {
  const database = await server.databaseWith('CREATE TABLE b (id int)');
  const history = historyOf('drizzle', [
    'CREATE TABLE a (id int)',
    'CREATE TABLE b (id int)',
    'CREATE TABLE c (id int)',
  ]);
  const { deployed, failure } = await deploy(database, history, { retry: '002_step', done: 1 });
  expect(failure).toBeUndefined();
  expect(deployed.map(({ name, resumedFrom }) => [name, resumedFrom])).toEqual([
    ['001_step', 0],
    ['002_step', 1],
    ['003_step', 0],
  ]);
  expect(await states(database, history)).toEqual(['applied', 'applied', 'applied']);
});
