import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { judgeInterrupted, thereBefore, waitsWithoutQueue } from './interrupted.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

async function databaseWith(sql: string): Promise<Database> {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner', { guarded: false });
  await session.query(sql);
  return database;
}

const open = (database: Database) => database.connect('owner', { guarded: false });

/** Runs a statement that must wait for an older reader, and gives it up half way. */
async function interrupt(database: Database, sql: string, reading: string): Promise<void> {
  await using reader = await open(database);
  await reader.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; ${reading}`);
  await using worker = await open(database);
  await worker.query("SET statement_timeout = '500ms'");
  const { error } = await worker.run(sql);
  expect(error?.code).toBe('57014');
}

describe('an index that is built concurrently', () => {
  const rows = 'CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1);';

  test('was left invalid, and is to be dropped before it is built again', async () => {
    const sql = 'CREATE UNIQUE INDEX CONCURRENTLY "My index" ON t (n)';
    await using session = await open(await databaseWith(rows));
    const before = await thereBefore(session, sql);
    expect((await session.run(sql)).error?.code).toBe('23505');
    const verdict = await judgeInterrupted(session, sql, before);
    expect(verdict).toMatchObject({
      kind: 'again',
      clear: ['DROP INDEX CONCURRENTLY IF EXISTS public."My index"'],
      found: 'public."My index" was left invalid',
    });
  });

  test('without a name is told from those that were there', async () => {
    const sql = 'CREATE INDEX CONCURRENTLY\n  ON public.t (n)';
    await using session = await open(await databaseWith(`${rows} CREATE INDEX old ON t (n);`));
    const before = await thereBefore(session, sql);
    expect(before).toEqual(['public.old']);
    expect(await judgeInterrupted(session, sql, before)).toEqual({ kind: 'again', clear: [] });
    await session.query(sql);
    expect(await judgeInterrupted(session, sql, before)).toEqual({ kind: 'done', clear: [] });
  });

  test('is done where it is there and valid', async () => {
    const sql = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY t USING btree (n)';
    await using session = await open(await databaseWith(rows));
    expect(await judgeInterrupted(session, sql, [])).toEqual({ kind: 'again', clear: [] });
    await session.query('CREATE INDEX i ON t (n)');
    expect(await judgeInterrupted(session, sql, [])).toEqual({ kind: 'done', clear: [] });
  });

  test('by another role is left alone, though no more is shown of that than its process', async () => {
    const database = await databaseWith(rows.replaceAll(', (1)', ''));
    const sql = 'CREATE INDEX CONCURRENTLY i ON public.t (n)';
    await using session = await open(database);
    await using builder = await database.connect('superuser');
    await using reader = await open(database);
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM t');
    const build = builder.run(sql);
    await expect
      .poll(() => judgeInterrupted(session, sql, []))
      .toEqual({ kind: 'busy', found: 'another session is building public.i' });
    await reader.query('COMMIT');
    expect((await build).error).toBeUndefined();
  });

  test('is found in the schema of its table', async () => {
    await using session = await open(await databaseWith('CREATE SCHEMA app; CREATE TABLE app.t (n int)'));
    await session.query('CREATE INDEX i ON app.t (n)');
    const sql = 'CREATE INDEX CONCURRENTLY i ON app.t (n)';
    expect(await judgeInterrupted(session, sql, [])).toEqual({ kind: 'done', clear: [] });
  });
});

test('a dropped index is gone or not', async () => {
  await using session = await open(await databaseWith('CREATE TABLE t (n int); CREATE INDEX i ON t (n)'));
  const sql = 'DROP INDEX CONCURRENTLY IF EXISTS public.i';
  const before = await thereBefore(session, sql);
  expect(await judgeInterrupted(session, sql, before)).toEqual({ kind: 'again', clear: [] });
  await session.query('DROP INDEX i');
  expect(await judgeInterrupted(session, sql, before)).toEqual({ kind: 'done', clear: [] });
  // One that never was there is to be asked for again: the server says that it is missing.
  expect(await judgeInterrupted(session, sql, await thereBefore(session, sql))).toEqual({
    kind: 'again',
    clear: [],
  });
});

test('a partition that was left half detached is detached to the end', async () => {
  const database = await databaseWith(
    'CREATE TABLE m (d date) PARTITION BY RANGE (d); CREATE TABLE m1 PARTITION OF m DEFAULT',
  );
  await using admin = await open(database);
  await admin.query(
    "DROP TABLE m1; CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
  );
  const sql = 'ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY';
  const before = await thereBefore(admin, sql);
  expect(await judgeInterrupted(admin, sql, [])).toEqual({ kind: 'again', clear: [] });
  await interrupt(database, sql, 'SELECT * FROM m');
  const verdict = await judgeInterrupted(admin, sql, []);
  expect(verdict).toEqual({
    kind: 'done',
    clear: ['ALTER TABLE m DETACH PARTITION m1 FINALIZE'],
    found: 'm1 was left half detached',
  });
  if (verdict.kind === 'done') for (const one of verdict.clear) await admin.query(one);
  expect(await judgeInterrupted(admin, sql, before)).toEqual({ kind: 'done', clear: [] });
  expect(await judgeInterrupted(admin, sql, await thereBefore(admin, sql))).toEqual({
    kind: 'again',
    clear: [],
  });
});

test('copies of an index that was being rebuilt are cleared away', async () => {
  const database = await databaseWith('CREATE TABLE t (n int); CREATE INDEX i ON t (n)');
  await interrupt(database, 'REINDEX INDEX CONCURRENTLY i', 'SELECT * FROM t');
  await using session = await open(database);
  expect(await judgeInterrupted(session, 'REINDEX INDEX CONCURRENTLY i', [])).toEqual({
    kind: 'again',
    clear: ['DROP INDEX CONCURRENTLY IF EXISTS public.i_ccnew'],
    found: 'copies of a rebuilt index were left',
  });
});

test('what may run twice runs again, and what a procedure did nobody knows', async () => {
  await using session = await open(await databaseWith('SELECT 1'));
  expect(await judgeInterrupted(session, 'VACUUM (ANALYZE) t', [])).toEqual({ kind: 'again', clear: [] });
  expect(await judgeInterrupted(session, 'CALL move_rows()', [])).toEqual({ kind: 'unknown' });
});

test.each([
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (n)', true],
  ['DROP INDEX CONCURRENTLY IF EXISTS i', true],
  ['REINDEX (VERBOSE) TABLE CONCURRENTLY t', true],
  ['REINDEX (CONCURRENTLY, VERBOSE) INDEX i', true],
  ['REINDEX (CONCURRENTLY off) INDEX i', false],
  ['ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY', false],
  ['DO $$ BEGIN COMMIT; ALTER TABLE t ADD c int; /* the index later, CONCURRENTLY */ END $$', false],
])('%s waits without a limit: %s', (sql, waits) => {
  expect(waitsWithoutQueue(sql)).toBe(waits);
});
