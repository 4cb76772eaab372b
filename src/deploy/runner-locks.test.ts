import { expect, test } from 'vitest';
import { liveServer } from '../engine/live-server.suite.ts';
import type { Ledger } from '../model/ledger.ts';
import { deploy, historyOf } from './deploy.suite.ts';
import { runnerLock } from './runner-locks.ts';

const server = liveServer();

const ledger = (kind: Ledger['kind'], schema: string, table: string): Ledger => ({
  kind,
  schema,
  table,
  columns: [],
  exists: true,
});

test("golang-migrate's lock is the number that its own tests expect", () => {
  const lock = runnerLock(ledger('golang-migrate', 'schema_name_1', 'schema_name_2'), 'database_name');
  expect(lock).toBe('3743845847');
});

test('a runner that is at work with a lock of its own keeps Strata waiting', async () => {
  const database = await server.createDatabase();
  await using other = await database.connect('owner', { guarded: false });
  const [row] = await other.query<{ name: string }>('SELECT current_database()::text AS name');
  const key = runnerLock(ledger('flyway', 'public', 'flyway_schema_history'), row?.name as string);
  await other.query('SELECT pg_advisory_lock($1::bigint)', [key]);
  const history = historyOf('flyway', ['CREATE TABLE t (id int)']);
  await expect(deploy(database, history)).rejects.toThrow('somebody else is deploying to this database');
  await other.query('SELECT pg_advisory_unlock($1::bigint)', [key]);
  expect((await deploy(database, history)).deployed).toHaveLength(1);
});
