import { describe, expect, test } from 'vitest';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import type { DeployProgress } from '../model/deployment.ts';
import { deploy, historyOf, limits, states } from './deploy.suite.ts';

const server = liveServer();

const three = ['CREATE TABLE a (id int)', 'CREATE TABLE b (id int); CREATE TABLE c (id int)', 'DROP TABLE c'];

describe.each(['prisma', 'supabase', 'drizzle', 'dbmate', 'goose', 'flyway', 'plain'] as const)(
  '%s',
  (runner) => {
    test('its migrations are applied and written down, and a second run has nothing to do', async () => {
      const database = await server.createDatabase();
      const history = historyOf(runner, three);
      const first = await deploy(database, history);
      expect(first.failure).toBeUndefined();
      expect(first.deployed.map(({ name }) => name)).toEqual(history.migrations.map(({ name }) => name));
      expect(await states(database, history)).toEqual(['applied', 'applied', 'applied']);
      expect((await deploy(database, history)).deployed).toEqual([]);
      expect(
        await ask(database, "SELECT relname FROM pg_class WHERE relname IN ('a', 'b', 'c') ORDER BY 1"),
      ).toEqual([{ relname: 'a' }, { relname: 'b' }]);
    });

    test('what fails leaves nothing, and is said with its statement', async () => {
      const database = await server.createDatabase();
      const history = historyOf(runner, [...three.slice(0, 1), 'CREATE TABLE d (id int);\nSELECT 1/0']);
      await deploy(database, { ...history, migrations: history.migrations.slice(0, 1) });
      const { failure, deployed } = await deploy(database, history);
      expect(deployed).toEqual([]);
      expect(failure).toMatchObject({
        migration: history.migrations[1]?.name,
        left: 'Nothing of it took effect.',
      });
      expect(failure?.statement).toMatchObject({ number: 2, line: 2 });
      expect(failure?.error.message).toBe('division by zero');
      expect(await states(database, history)).toEqual(['applied', 'pending']);
      expect(await ask(database, "SELECT to_regclass('d') AS d")).toEqual([{ d: null }]);
    });
  },
);

const concurrent = [
  'CREATE TABLE t (id int, n int);\nINSERT INTO t SELECT i, i FROM generate_series(1, 100) i;',
  'CREATE TABLE u (id int);\nCREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n);\nCREATE TABLE v (id int);',
];

describe('a migration outside of a transaction', () => {
  test('is applied statement by statement, and leaves no notes', async () => {
    const database = await server.createDatabase();
    const history = historyOf('plain', concurrent);
    expect((await deploy(database, history)).failure).toBeUndefined();
    expect(await states(database, history)).toEqual(['applied', 'applied']);
    expect(await ask(database, 'SELECT * FROM strata.progress')).toEqual([]);
  });

  test('goes on behind what took effect, and clears an index away that was left invalid', async () => {
    const database = await server.createDatabase();
    const history = historyOf('plain', [
      `${concurrent[0]} INSERT INTO t VALUES (0, 1)`,
      concurrent[1] as string,
    ]);
    const { failure } = await deploy(database, history);
    expect(failure).toMatchObject({
      migration: '002_step',
      statement: { number: 2 },
      error: { code: '23505' },
    });
    expect(failure?.left).toBe(
      'Statement 1 took effect and stays. Statement 2 did not take effect: the next run goes on at statement 2 (line 2).',
    );
    expect(await ask(database, 'SELECT relname FROM pg_class WHERE relname = $$t_n$$')).toEqual([]);
    expect(await states(database, history)).toEqual(['applied', 'pending']);
    await ask(database, 'DELETE FROM t WHERE id = 0');
    const again = await deploy(database, history);
    expect(again).toMatchObject({ failure: undefined, deployed: [{ name: '002_step', resumedFrom: 1 }] });
    expect(
      await ask(database, 'SELECT indisvalid FROM pg_index WHERE indexrelid = $$t_n$$::regclass'),
    ).toEqual([{ indisvalid: true }]);
  });

  test('cannot be finished with another text than it was begun with', async () => {
    const database = await server.createDatabase();
    const history = historyOf('plain', [
      `${concurrent[0]} INSERT INTO t VALUES (0, 1)`,
      concurrent[1] as string,
    ]);
    await deploy(database, history);
    const edited = historyOf('plain', [
      history.migrations[0]?.up.text as string,
      `${concurrent[1]} SELECT 1;`,
    ]);
    await expect(deploy(database, edited)).rejects.toThrow('002_step was edited after a part of it');
  });

  test('under Prisma is a failed one until it is finished, as Prisma itself has it', async () => {
    const database = await server.createDatabase();
    const text = 'CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n)';
    const history = historyOf('prisma', [`${concurrent[0]} INSERT INTO t VALUES (0, 1)`, text]);
    await deploy(database, history);
    expect(await states(database, history)).toEqual(['applied', 'failed']);
    expect(
      await ask(database, 'SELECT logs FROM _prisma_migrations WHERE finished_at IS NULL'),
    ).toMatchObject([{ logs: expect.stringContaining('could not create unique index') }]);
    await ask(database, 'DELETE FROM t WHERE id = 0');
    expect((await deploy(database, history)).failure).toBeUndefined();
    expect(await states(database, history)).toEqual(['applied', 'applied']);
    expect(
      await ask(database, 'SELECT applied_steps_count AS steps FROM _prisma_migrations ORDER BY started_at'),
    ).toEqual([{ steps: 1 }, { steps: 1 }]);
  });

  test('under Flyway is a failed one until it is finished, as Flyway itself has it', async () => {
    const database = await server.createDatabase();
    await ask(database, 'CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1)');
    const history = historyOf('flyway', [
      'CREATE INDEX CONCURRENTLY i ON t (n); CREATE UNIQUE INDEX CONCURRENTLY u ON t (n);',
    ]);
    expect((await deploy(database, history)).failure?.error.code).toBe('23505');
    const rows = 'SELECT version, success FROM flyway_schema_history';
    expect(await ask(database, rows)).toEqual([{ version: '1', success: false }]);
    await ask(database, 'DELETE FROM t');
    expect((await deploy(database, history)).failure).toBeUndefined();
    expect(await ask(database, rows)).toEqual([{ version: '1', success: true }]);
  });

  test('finds its settings again when it goes on', async () => {
    const database = await server.createDatabase();
    const history = historyOf('plain', [
      'CREATE SCHEMA app; CREATE TABLE app.t (n int); INSERT INTO app.t VALUES (1), (1)',
      'SET search_path = app;\nCREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n);\nCREATE TABLE later (id int);',
    ]);
    expect((await deploy(database, history)).failure?.error.code).toBe('23505');
    await ask(database, 'DELETE FROM app.t');
    expect((await deploy(database, history)).failure).toBeUndefined();
    expect(await ask(database, "SELECT to_regclass('app.later') IS NOT NULL AS there")).toEqual([
      { there: true },
    ]);
  });
});

test('a procedure that was interrupted needs a word about what it did', async () => {
  const database = await server.createDatabase();
  const history = historyOf('plain', [
    'CREATE TABLE t (n int); CREATE PROCEDURE fill() LANGUAGE sql AS $$INSERT INTO t VALUES (1)$$;',
    'CREATE TABLE u (n int); CALL fill(); CREATE TABLE v (n int);',
  ]);
  const first = { ...history, migrations: history.migrations.slice(0, 1) };
  await deploy(database, first);
  await ask(database, `CREATE TABLE u (n int); INSERT INTO t VALUES (1)`);
  // As a run leaves it that is killed while the procedure works.
  await deploy(
    database,
    historyOf('plain', [history.migrations[0]?.up.text as string, 'SELECT 1; VACUUM t']),
  );
  await ask(
    database,
    `DELETE FROM strata.migrations WHERE name = '002_step';
     INSERT INTO strata.progress (ledger, migration, unit, hash, state, before)
     SELECT 'strata.migrations', '002_step', unit, '${history.migrations[1]?.hash}', state, '{}'
       FROM (VALUES (-1, 'started'), (0, 'done'), (1, 'started')) AS known (unit, state)`,
  );
  await expect(deploy(database, history)).rejects.toMatchObject({
    message: expect.stringContaining('the catalog does not tell whether it took effect'),
    hint: expect.stringContaining('--settle done'),
  });
  expect((await deploy(database, history, { settle: 'done' })).failure).toBeUndefined();
  expect(await ask(database, "SELECT count(*)::int AS n, to_regclass('v') IS NOT NULL AS v FROM t")).toEqual([
    { n: 1, v: true },
  ]);
});

test('a limit of the role for statements holds unless another one is given', async () => {
  const database = await server.createDatabase();
  await ask(database, `ALTER DATABASE "${database.name}" SET statement_timeout = '300ms'`);
  const history = historyOf('plain', ['SELECT pg_sleep(0.6)']);
  const own = { ...limits, statementTimeoutMs: undefined };
  expect((await deploy(database, history, { limits: own })).failure?.error.code).toBe('57014');
  expect((await deploy(database, history)).failure).toBeUndefined();
});

test('settings and roles that a migration leaves do not reach the next one, nor the ledger', async () => {
  const database = await server.createDatabase();
  const history = historyOf('prisma', [
    "CREATE SCHEMA other; SELECT pg_catalog.set_config('search_path', 'other', false); SET statement_timeout = '1h'",
    'CREATE TABLE t (id int)',
  ]);
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await ask(database, "SELECT to_regclass('public.t') IS NOT NULL AS there")).toEqual([
    { there: true },
  ]);
  expect(await states(database, history)).toEqual(['applied', 'applied']);
});

test('a migration that ended as failed without notes of ours must be named to be tried again', async () => {
  const database = await server.createDatabase();
  const history = historyOf('prisma', ['CREATE TABLE a (id int)', 'CREATE TABLE b (id int)']);
  await deploy(database, { ...history, migrations: history.migrations.slice(0, 1) });
  await ask(
    database,
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'x', '002_step')",
  );
  await expect(deploy(database, history)).rejects.toThrow('002_step was begun by prisma and never finished');
  expect((await deploy(database, history, { retry: '002_step' })).failure).toBeUndefined();
  expect(await states(database, history)).toEqual(['applied', 'applied']);
});

test('a failure is forgotten only together with what took effect', async () => {
  const database = await server.createDatabase();
  const history = historyOf('prisma', [
    'SELECT 1',
    'CREATE TABLE a (id int); COMMIT; CREATE TABLE b (id int)',
  ]);
  await deploy(database, { ...history, migrations: history.migrations.slice(0, 1) });
  await ask(
    database,
    `CREATE TABLE a (id int);
     INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'x', '002_step')`,
  );
  const retry = { retry: '002_step', done: 2 };
  await expect(deploy(database, history, { ...retry, newId: () => 'x'.repeat(99) })).rejects.toThrow(
    'value too long',
  );
  expect(await states(database, history)).toEqual(['applied', 'failed']);
  expect((await deploy(database, history, retry)).failure).toBeUndefined();
  expect(await states(database, history)).toEqual(['applied', 'applied']);
});

test('a file that ends its own transaction is written down inside of it', async () => {
  const database = await server.createDatabase();
  const history = historyOf('prisma', [
    'BEGIN; CREATE TABLE a (id int); COMMIT;',
    'BEGIN; CREATE TABLE b (id int); ROLLBACK;',
    'CREATE TABLE c (id int); BEGIN; CREATE TABLE d (id int); COMMIT; CREATE TABLE e (id int);',
  ]);
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await states(database, history)).toEqual(['applied', 'applied', 'applied']);
  expect(
    await ask(
      database,
      "SELECT string_agg(relname, ' ' ORDER BY relname) AS made FROM pg_class WHERE relname IN ('a', 'b', 'c', 'd', 'e')",
    ),
  ).toEqual([{ made: 'a c d e' }]);
});

test('rows of COPY and hundreds of INSERTs arrive', async () => {
  const database = await server.createDatabase();
  const inserts = Array.from({ length: 450 }, (_, i) => `INSERT INTO t VALUES (${i});`).join('\n');
  const history = historyOf('plain', [
    `CREATE TABLE t (id int);\nCOPY t FROM stdin;\n1000\n1001\n\\.\n${inserts}`,
  ]);
  const seen: DeployProgress[] = [];
  await deploy(database, history, { onProgress: (progress) => seen.push(progress) });
  expect(await ask(database, 'SELECT count(*)::int AS n FROM t')).toEqual([{ n: 452 }]);
  const told = seen.filter((progress) => progress.kind === 'statement');
  expect(told.map(({ number, count }) => [number, count])).toEqual([
    [1, 1],
    [2, 1],
    [202, 200],
    [402, 200],
    [452, 50],
  ]);
});
