import { describe, expect, test } from 'vitest';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import type { DeployProgress } from '../model/deployment.ts';
import { deploy, historyOf, limits } from './deploy.suite.ts';

const server = liveServer();

describe('locks', () => {
  test('a lock that is not given in time is asked for again, so that nobody queues behind for long', async () => {
    const database = await server.createDatabase();
    await ask(database, 'CREATE TABLE t (id int)');
    await using other = await database.connect('owner', { guarded: false });
    await other.query('BEGIN; LOCK TABLE t IN ACCESS SHARE MODE');
    const seen: DeployProgress[] = [];
    const history = historyOf('plain', ['ALTER TABLE t ADD COLUMN n int']);
    const { deployed, failure } = await deploy(database, history, {
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.kind === 'retry') void other.query('COMMIT');
      },
    });
    expect(failure).toBeUndefined();
    expect(deployed[0]?.retries).toBe(1);
    expect(seen.map(({ kind }) => kind)).toEqual(['migration', 'retry', 'statement']);
  });

  test('a statement outside of any transaction asks again too, and says how often', async () => {
    const database = await server.createDatabase();
    await ask(database, 'CREATE TABLE t (id int)');
    await using other = await database.connect('owner', { guarded: false });
    await other.query('BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE');
    const { deployed, failure } = await deploy(database, historyOf('plain', ['VACUUM t']), {
      onProgress: ({ kind }) => {
        if (kind === 'retry') void other.query('COMMIT');
      },
    });
    expect(failure).toBeUndefined();
    expect(deployed[0]?.retries).toBe(1);
  });

  test('one that is never given ends the run with nothing changed', async () => {
    const database = await server.createDatabase();
    await ask(database, 'CREATE TABLE t (id int)');
    await using other = await database.connect('owner', { guarded: false });
    await other.query('BEGIN; LOCK TABLE t IN ACCESS SHARE MODE');
    const history = historyOf('plain', ['CREATE TABLE w (id int); ALTER TABLE t ADD COLUMN n int']);
    const { failure } = await deploy(database, history, {
      limits: { ...limits, lockTimeoutMs: 4000, lockRetries: 0 },
    });
    expect(failure?.blockers).toMatch(/^process \d+ \(strata, postgres\), idle in transaction/);
    expect(failure).toMatchObject({ error: { code: '55P03' }, left: 'Nothing of it took effect.' });
    expect(await ask(database, "SELECT to_regclass('w') AS w")).toEqual([{ w: null }]);
  });

  test('a second deployer is refused with the name of the first, and a later one finds nothing to do', async () => {
    const database = await server.createDatabase();
    await using gate = await database.connect('owner', { guarded: false });
    await gate.query('SELECT pg_advisory_lock(99)');
    const history = historyOf('plain', ['SELECT pg_advisory_xact_lock(99)', 'CREATE TABLE t (id int)']);
    let hasBegun = (): void => {};
    const begun = new Promise<void>((resolve) => {
      hasBegun = resolve;
    });
    const patient = { ...limits, lockTimeoutMs: 60_000 };
    const first = deploy(database, history, { limits: patient, onProgress: hasBegun });
    await begun;
    await expect(deploy(database, history)).rejects.toThrow(
      /somebody else is deploying to this database: "strata deploy"/,
    );
    await gate.query('SELECT pg_advisory_unlock(99)');
    const waited = await deploy(database, history, { waitMs: 60_000 });
    expect(waited.deployed).toEqual([]);
    expect((await first).deployed).toHaveLength(2);
  });

  test('a deployer that waits does not hold up CREATE INDEX CONCURRENTLY', async () => {
    const database = await server.createDatabase();
    const history = historyOf('plain', [
      'CREATE TABLE t (id int, n int); INSERT INTO t SELECT i, i FROM generate_series(1, 100) i;',
      'SELECT pg_sleep(1)',
      'CREATE INDEX CONCURRENTLY ON t (n)',
      'SELECT pg_sleep(0.5)',
    ]);
    const outcomes = await Promise.all([
      deploy(database, history, { waitMs: 60_000 }),
      deploy(database, history, { waitMs: 60_000 }),
    ]);
    expect(outcomes.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect(outcomes.flatMap(({ deployed }) => deployed)).toHaveLength(4);
  });
});
