import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployMigrations } from '../src/deploy/deploy.ts';
import { readProgress } from '../src/deploy/progress.ts';
import { standingOf } from '../src/deploy/standing.ts';
import { readLedger } from '../src/ledger/read.ts';
import { openWriters } from '../src/live/write.ts';
import type { History, Migration } from '../src/model/migration.ts';
import { composeUnits } from '../src/replay/units.ts';
import { type FaultyServer, packagedBin, startServer } from './faults/server.ts';
import { type PrismaMigrate, withPrismaMigrate } from './judge/prisma-migrate.ts';

let server: FaultyServer;
beforeAll(async () => {
  server = await startServer(packagedBin());
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const texts = {
  '20260101000000_users': 'CREATE TABLE "User" (\n  "id" SERIAL PRIMARY KEY\n);\n',
  '20260102000000_posts': 'CREATE TABLE "Post" ("id" INTEGER);\nCREATE INDEX "Post_id" ON "Post"("id");\n',
  '20260103000000_index': 'CREATE INDEX CONCURRENTLY "Post_again" ON "Post"("id");\n',
} as const;

function historyOf(given: Readonly<Record<string, string>> = texts): History {
  return {
    dir: '/project',
    layout: 'prisma',
    runner: 'prisma',
    folder: 'prisma/migrations',
    platform: 'none',
    migrations: Object.entries(given).map(
      ([name, text]): Migration => ({
        name,
        up: { file: `prisma/migrations/${name}/migration.sql`, text, firstLine: 1 },
        transaction: 'simple-query',
        hash: createHash('sha256').update(text).digest('hex'),
      }),
    ),
    findings: [],
  };
}

async function deploy(database: string, history: History, retry?: string): Promise<void> {
  await using writers = await openWriters(server.url(database), 'strata deploy');
  const state = await readLedger(writers.worker, history);
  const { failure } = await deployMigrations({
    shownUrl: writers.shownUrl,
    worker: writers.worker,
    guard: writers.guard,
    history,
    direction: 'up',
    work: history.migrations.map(composeUnits),
    decidedOn: standingOf(state, await readProgress(writers.worker, state)),
    limits: { lockTimeoutMs: 1000, statementTimeoutMs: 0, lockRetries: 0 },
    waitMs: 0,
    retry,
    done: undefined,
    settle: undefined,
    onProgress: () => {},
    sleep,
    newId: randomUUID,
  });
  expect(failure).toBeUndefined();
}

function prisma<T>(database: string, work: (prisma: PrismaMigrate) => Promise<T>): Promise<T> {
  return withPrismaMigrate({ host: '127.0.0.1', port: server.port, user: 'boss', database }, work);
}

test("what Strata has deployed is up to date for Prisma's own engine, which goes on from there", async () => {
  const database = await server.createDatabase();
  const history = historyOf();
  await deploy(database, { ...history, migrations: history.migrations.slice(0, 2) });
  await prisma(database, async ({ diagnose, apply }) => {
    expect(await diagnose(history.migrations)).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: { diagnostic: 'databaseIsBehind', unappliedMigrationNames: ['20260103000000_index'] },
    });
    expect(await apply(history.migrations)).toEqual(['20260103000000_index']);
    expect((await diagnose(history.migrations)).history).toBeNull();
  });
  await using session = await server.connect(database);
  const { entries } = await readLedger(session, history);
  expect(entries.map(({ state, text }) => [state, text])).toEqual(Array(3).fill(['applied', 'same']));
});

test("what Prisma's own engine has applied is applied for Strata, edits included", async () => {
  const database = await server.createDatabase();
  const history = historyOf();
  await prisma(database, ({ apply }) => apply(history.migrations.slice(0, 2)));
  await deploy(database, history);
  const edited = historyOf({
    ...texts,
    '20260101000000_users': `-- people\n${texts['20260101000000_users']}`,
  });
  const crlf = historyOf({
    ...texts,
    '20260101000000_users': texts['20260101000000_users'].replaceAll('\n', '\r\n'),
  });
  await using session = await server.connect(database);
  for (const [given, names] of [
    [history, []],
    [edited, ['20260101000000_users']],
    [crlf, []],
  ] as const) {
    const { entries } = await readLedger(session, given);
    expect(entries.filter(({ text }) => text === 'edited').map(({ name }) => name)).toEqual(names);
    const verdict = await prisma(database, ({ diagnose }) => diagnose(given.migrations));
    expect(verdict.editedMigrationNames).toEqual(names);
  }
});

test("what fails under Prisma's own engine is failed for Strata, and settled by it for both", async () => {
  const database = await server.createDatabase();
  const broken = historyOf({
    ...texts,
    '20260102000000_posts': 'CREATE TABLE "Post" ("id" INTEGER); SELECT 1/0;',
  });
  await prisma(database, async ({ apply, diagnose }) => {
    await expect(apply(broken.migrations)).rejects.toThrow();
    expect((await diagnose(broken.migrations)).failedMigrationNames).toEqual(['20260102000000_posts']);
  });
  await using session = await server.connect(database);
  expect((await readLedger(session, broken)).entries.map(({ state }) => state)).toEqual([
    'applied',
    'failed',
    'pending',
  ]);
  const mended = historyOf();
  await deploy(database, mended, '20260102000000_posts');
  await prisma(database, async ({ diagnose }) => {
    expect(await diagnose(mended.migrations)).toMatchObject({ failedMigrationNames: [], history: null });
  });
});

test('a schema that the URL names is made, and holds the tables and the ledger', async () => {
  const database = await server.createDatabase();
  await deploy(`${database}?schema=app`, historyOf());
  await using session = await server.connect(database);
  expect(
    await session.query(
      "SELECT relname FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r' ORDER BY 1",
    ),
  ).toEqual([{ relname: 'Post' }, { relname: 'User' }, { relname: '_prisma_migrations' }]);
});
