import { expect, test } from 'vitest';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { stoppable } from '../live/stoppable.ts';
import { openWriters } from '../live/write.ts';
import type { DeployProgress } from '../model/deployment.ts';
import { deploy, historyOf, limits } from './deploy.suite.ts';

const server = liveServer();

const procedure = `CREATE TABLE credit (amount int);
CREATE TABLE busy (n int);
INSERT INTO busy VALUES (0);
CREATE PROCEDURE backfill() LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO credit VALUES (100);
  COMMIT;
  UPDATE busy SET n = n + 1;
  COMMIT;
END $$;`;

const credits = 'SELECT count(*)::int AS n FROM credit';

test('a procedure that has committed is not called again because of a lock; the next run asks what it left', async () => {
  const database = await server.databaseWith(procedure);
  const history = historyOf('plain', ['CALL backfill();']);
  {
    await using other = await database.connect('owner', { guarded: false });
    await other.query('BEGIN; UPDATE busy SET n = n');
    const { failure } = await deploy(database, history, { limits: { ...limits, lockRetries: 3 } });
    expect(failure).toMatchObject({ error: { code: '55P03' }, retries: 0 });
  }
  expect(await ask(database, credits)).toEqual([{ n: 1 }]);
  await expect(deploy(database, history)).rejects.toThrow(
    '001_step: statement 1 (line 1) failed in an earlier run, and may have committed a part of its work before',
  );
  expect((await deploy(database, history, { settle: 'done' })).failure).toBeUndefined();
  expect(await ask(database, credits)).toEqual([{ n: 1 }]);
});

test('a run that is cut off while it calls it again is told as interrupted', async () => {
  const database = await server.databaseWith(
    'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$BEGIN COMMIT; PERFORM 1/0; END$$',
  );
  const history = historyOf('plain', ['CALL p();']);
  expect((await deploy(database, history)).failure?.error.message).toBe('division by zero');
  await ask(
    database,
    `CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS $$SELECT pg_terminate_backend(pg_backend_pid())$$`,
  );
  expect((await deploy(database, history, { settle: 'again' })).failure?.error.code).toBe('57P01');
  await expect(deploy(database, history)).rejects.toThrow('was begun by a run that was interrupted');
});

test.each([
  [
    'plpgsql',
    `BEGIN INSERT INTO credit VALUES (100) ON CONFLICT DO NOTHING; UPDATE busy SET n = n + 1 / n; END`,
  ],
  ['sql', 'INSERT INTO credit VALUES (100); UPDATE busy SET n = n + 1 / n'],
])(
  'a procedure in %s that cannot commit leaves nothing when it fails, and simply runs again',
  async (language, body) => {
    const database = await server.databaseWith(`CREATE TABLE credit (amount int); CREATE TABLE busy (n int);
    INSERT INTO busy VALUES (1); CREATE SCHEMA "Odd"`);
    const text = `CREATE PROCEDURE "Odd"."Fill"() LANGUAGE ${language} AS $$${body}$$;`;
    const history = historyOf('plain', [`${text}\nCALL "Odd"."Fill"();\nSELECT 1;`]);
    {
      await using other = await database.connect('owner', { guarded: false });
      await other.query('BEGIN; UPDATE busy SET n = n');
      const { failure } = await deploy(database, history, { limits: { ...limits, lockRetries: 1 } });
      expect(failure).toMatchObject({ error: { code: '55P03' }, retries: 1 });
    }
    await ask(database, 'UPDATE busy SET n = 0');
    expect((await deploy(database, history)).failure).toMatchObject({
      error: { message: 'division by zero' },
      left: expect.stringContaining('the next run goes on at statement 2 (line 2)'),
    });
    await ask(database, 'UPDATE busy SET n = 1');
    expect((await deploy(database, history)).failure).toBeUndefined();
    expect(await ask(database, credits)).toEqual([{ n: 1 }]);
  },
);

test('what leaves nothing when it fails simply runs again', async () => {
  const database = await server.createDatabase();
  const name = `${database.name}_other`;
  const history = historyOf('plain', [`CREATE DATABASE ${name} TABLESPACE nowhere;`, 'SELECT 1']);
  expect((await deploy(database, history)).failure?.error.code).toBe('42704');
  expect((await deploy(database, history)).failure?.error.code).toBe('42704');
});

test.each([
  ['DROP INDEX CONCURRENTLY i;', '42704'],
  ['ALTER TABLE ev DETACH PARTITION nobody CONCURRENTLY;', '42P01'],
])('what is not there to be taken away is refused again by the next run: %s', async (text, code) => {
  const database = await server.databaseWith(
    'CREATE TABLE ev (d date) PARTITION BY RANGE (d); CREATE SCHEMA app; CREATE TABLE app.t (n int); CREATE INDEX i ON app.t (n)',
  );
  const history = historyOf('plain', [text]);
  expect((await deploy(database, history)).failure?.error.code).toBe(code);
  expect((await deploy(database, history)).failure?.error.code).toBe(code);
});

test('where only the ledger is held, what a procedure has done is noted, and nobody is asked', async () => {
  const database = await server.databaseWith(procedure);
  const history = historyOf('plain', ['SELECT 1', 'CALL backfill();']);
  await deploy(database, { ...history, migrations: history.migrations.slice(0, 1) });
  {
    await using other = await database.connect('owner', { guarded: false });
    await other.query('BEGIN; LOCK strata.migrations IN SHARE MODE');
    expect((await deploy(database, history)).failure).toMatchObject({
      error: {
        code: '55P03',
        message: expect.stringContaining('it took effect, but that cannot be written'),
      },
      left: 'All of it is there: the next run only writes that down.',
    });
  }
  expect((await deploy(database, history)).deployed).toMatchObject([{ name: '002_step', resumedFrom: 1 }]);
  expect(await ask(database, credits)).toEqual([{ n: 1 }]);
});

test('a build that is stopped is told of beside what came before it, and the next run clears it away', async () => {
  const database = await server.databaseWith('CREATE TABLE t (n int)');
  const history = historyOf('plain', ['CREATE TABLE a (n int)', 'CREATE INDEX CONCURRENTLY i ON t (n);']);
  {
    await using reader = await database.connect('owner', { guarded: false });
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM t');
    await using writers = await openWriters(database.url as string, 'strata deploy');
    const stop = new AbortController();
    using stopped = await stoppable(writers, stop.signal);
    const run = deploy(database, history, {
      worker: stopped.session,
      guard: writers.guard,
      sleep: stopped.sleep,
    });
    await expect.poll(() => ask(database, "SELECT FROM pg_class WHERE relname = 'i'")).toHaveLength(1);
    stop.abort();
    expect(await run).toMatchObject({
      deployed: [{ name: '001_step' }],
      failure: {
        error: { isInterrupted: true },
        left: 'Statement 1 was stopped on its way: the next run goes on at statement 1 (line 1).',
      },
    });
  }
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(
    await ask(database, 'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = $$i$$::regclass'),
  ).toEqual([{ valid: true }]);
});

test('a partition is detached under the lock timeout, and what was left half detached is finished by the next run', async () => {
  const database = await server.databaseWith(
    `CREATE TABLE ev (d date) PARTITION BY RANGE (d);
     CREATE TABLE ev_2025 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`,
  );
  const history = historyOf('plain', ['SELECT 1', 'ALTER TABLE ev DETACH PARTITION ev_2025 CONCURRENTLY;']);
  const told: DeployProgress[] = [];
  {
    await using reader = await database.connect('owner', { guarded: false });
    await reader.query('BEGIN; SELECT count(*) FROM ev_2025');
    const run = deploy(database, history, { onProgress: (progress) => told.push(progress) });
    await expect(run).rejects.toMatchObject({
      message: '002_step: canceling statement due to lock timeout',
      hint: expect.stringMatching(
        /^Done before that, and it stays: 001_step\.\n[\s\S]*DETACH PARTITION ev_2025 FINALIZE/,
      ),
    });
    expect(told.filter(({ kind }) => kind === 'retry')).toHaveLength(1);
  }
  const onProgress = (progress: DeployProgress) => told.push(progress);
  expect((await deploy(database, history, { onProgress })).failure).toBeUndefined();
  expect(told.map(({ kind }) => kind)).toContain('clearing');
  expect(await ask(database, "SELECT relispartition FROM pg_class WHERE relname = 'ev_2025'")).toEqual([
    { relispartition: false },
  ]);
});

test('a limit that the file has set for locks is in force again behind an index that was built without one', async () => {
  const database = await server.databaseWith('CREATE TABLE t (a int)');
  const history = historyOf('plain', [
    `SET lock_timeout = '1s';
CREATE INDEX CONCURRENTLY i ON t (a);
CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS lock_timeout;`,
  ]);
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await ask(database, 'SELECT lock_timeout FROM seen')).toEqual([{ lock_timeout: '1s' }]);
});
