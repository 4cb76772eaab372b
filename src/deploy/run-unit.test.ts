import { expect, test } from 'vitest';
import type { Session } from '../db/session.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import type { Unit } from '../model/deployment.ts';
import { deploy, historyOf, limits } from './deploy.suite.ts';
import { type Refusal, runTransaction } from './run-unit.ts';

const server = liveServer();

const unit: Unit = {
  kind: 'transaction',
  statements: [{ number: 1, line: 1, sql: 'CREATE TABLE t (id int)' }],
  ending: 'runner',
};

/** Runs the unit, with one row of a ledger behind it. */
async function runOn(worker: Session): Promise<{ readonly retries: number } | Refusal> {
  const stage = {
    worker,
    guard: worker,
    workerPid: worker.greetedAs ?? 0,
    limits,
    migration: '001_step',
    total: 1,
    batchSize: 1,
    sleep: async () => {},
    onProgress: () => {},
  };
  const commands = () => [{ sql: 'INSERT INTO ledger VALUES ($1)', values: ['001_step'] }];
  return await runTransaction([{ stage, unit, bookkeeping: { commands, leavesRole: false } }]);
}

test('a row that the ledger refuses is told of in the words of the server, and nothing stays', async () => {
  const database = await server.createDatabase();
  const history = historyOf('prisma', ['CREATE TABLE a (id int)', 'CREATE TABLE b (id int)']);
  await deploy(database, { ...history, migrations: history.migrations.slice(0, 1) });
  await ask(database, "ALTER TABLE _prisma_migrations ADD CHECK (migration_name <> '002_step')");
  const { failure } = await deploy(database, history);
  expect(failure?.error).toMatchObject({
    code: '23514',
    message: expect.stringMatching(/^the ledger cannot be written: new row .* violates check constraint/),
    detail: expect.stringContaining('002_step'),
  });
  expect(failure?.left).toBe('Nothing of it took effect.');
  expect(await ask(database, "SELECT to_regclass('b') AS b")).toEqual([{ b: null }]);
});

test('a ledger that cannot be told that nothing took effect is told of', async () => {
  const database = await server.createDatabase();
  const history = historyOf('prisma', ['CREATE TABLE a (id int)', 'SELECT 1/0;\nCOMMIT;\nSELECT 1']);
  await deploy(database, { ...history, migrations: history.migrations.slice(0, 1) });
  await ask(
    database,
    `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'rows stay'; END $$;
     CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION keep()`,
  );
  const { failure } = await deploy(database, history);
  expect(failure?.error.code).toBe('22012');
  expect(failure?.left).toBe(
    'Nothing of it took effect. That could not be written down, so that the ledger may still call it begun: rows stay',
  );
});

test('another server that a statement cannot reach is an answer, not a lost connection', async () => {
  const database = await server.createDatabase();
  const unreachable = `DO $$ BEGIN
    RAISE sqlclient_unable_to_establish_sqlconnection USING MESSAGE = 'could not connect to server "other"';
  END $$`;
  const { failure } = await deploy(database, historyOf('prisma', [unreachable]));
  expect(failure?.error).toMatchObject({ code: '08001' });
  expect(failure?.error).not.toHaveProperty('isLost');
  expect(failure?.left).toBe('Nothing of it took effect.');
});

test('a connection that the system cuts while the ledger is written is a lost one', async () => {
  const database = await server.createDatabase();
  await using session = await database.connect('owner', { guarded: false });
  const cut = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
  const refusal = await runOn({ ...session, query: () => Promise.reject(cut) });
  expect(refusal).toMatchObject({
    error: { code: '08006', message: 'the ledger cannot be written: read ECONNRESET', isLost: true },
  });
});
