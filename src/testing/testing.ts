import { isUnattended, mutationFile } from '../config/environment.ts';
import { closeOnFailure } from '../model/close-on-failure.ts';
import { StrataError } from '../model/errors.ts';
import { assertKnownOptions, assertOptions, type OptionKinds } from '../model/options.ts';
import { few } from '../model/words.ts';
import { type OwnedDatabase, ownDatabase, type TestDatabase } from './database.ts';
import { stampOf } from './freshness.ts';
import { onTestEnd, type TestContext, titleOf } from './outcome.ts';
import { openPool, type Pool } from './pool.ts';
import { isLost, openServer, type TestServer } from './server.ts';
import { serverFault, tellFault } from './server-fault.ts';
import { readSource, type Source, type SourceOptions } from './source.ts';

export { StrataError } from '../model/errors.ts';
export type { TestAddress, TestDatabase } from './database.ts';
export type { NodeTestContext, TestContext, VitestContext } from './outcome.ts';
export type { Path, SourceOptions } from './source.ts';

export interface TestDatabaseOptions extends SourceOptions {
  /** The context that Vitest or node:test hands to the test: the database goes when the test is over, and stays if it failed. */
  readonly test?: TestContext;
  /** How long a kept database can be reached after the run; 0 keeps none of a failed test. Default: 15, and 0 where `CI` is set. */
  readonly keepMinutes?: number;
  /** Spare databases that are made ahead for each process. Default: 4. */
  readonly spares?: number;
}

const path = ['string', 'object', 'undefined'] as const;
const sourceKinds = {
  project: path,
  migrations: path,
  sql: ['string', 'undefined'],
  seed: ['string', 'object', 'list', 'function', 'undefined'],
} as const satisfies OptionKinds<SourceOptions>;
const optionKinds = {
  ...sourceKinds,
  test: ['object', 'function', 'undefined'],
  keepMinutes: ['number', 'undefined'],
  spares: ['number', 'undefined'],
} as const satisfies OptionKinds<TestDatabaseOptions>;

const listed = 'docs/testing.md lists the options.';

function assertTestOptions(given: object, kinds: typeof sourceKinds | typeof optionKinds): void {
  assertKnownOptions(given, kinds);
  assertOptions(given, kinds, listed);
  const { keepMinutes = 0 } = given as TestDatabaseOptions;
  if (Number.isFinite(keepMinutes) && keepMinutes >= 0) return;
  const message = `the option \`keepMinutes\` is ${keepMinutes}; it has to be a number of minutes, 0 or more`;
  throw new StrataError('usage', message, { hint: listed });
}

interface Opened {
  readonly server: TestServer;
  readonly pool: Pool;
  readonly source: Source;
  /** Of its files when it was read. */
  readonly stamp: string;
}

/** One for each source that this process has asked for. */
const opened = new Map<string, Promise<Opened>>();

/**
 * A fresh database with the project's migrations applied, as `strata check` rehearses them. Throws a `project` error
 * that names the statement where the history fails, and an `engine` error where no server can be started.
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  assertTestOptions(options, optionKinds);
  const { test } = options;
  const database = await takeDatabase(options, test !== undefined);
  if (test !== undefined) onTestEnd(test, database.settle);
  return database;
}

/**
 * Starts the server and migrates its template ahead of the tests, so that the first of them does not wait for it: for a
 * runner's global set-up. The server stays at least until the result is disposed.
 */
export async function prepareTestDatabases(options: SourceOptions = {}): Promise<AsyncDisposable> {
  assertTestOptions(options, sourceKinds);
  const key = sourceKey(options);
  const { server } = await openedFor(key, options);
  return {
    async [Symbol.asyncDispose]() {
      opened.delete(key);
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Runs `body` with a fresh database, for any test runner: it is dropped afterwards, and stays if `body` throws. */
export async function withTestDatabase<T>(
  options: TestDatabaseOptions,
  body: (database: TestDatabase) => Promise<T>,
): Promise<T> {
  assertTestOptions(options, optionKinds);
  const database = await takeDatabase(options, true);
  let hasFailed = true;
  try {
    const result = await body(database);
    hasFailed = false;
    return result;
  } catch (error) {
    throw (await serverFault(database.server, undefined, error)) ?? error;
  } finally {
    await database.settle(hasFailed);
  }
}

async function takeDatabase(
  options: TestDatabaseOptions,
  isAwaited: boolean,
): Promise<OwnedDatabase & { readonly server: TestServer }> {
  const { server, pool, database } = await takeFromPool(options);
  const around = {
    server,
    pool,
    // Mutants fail tests by the dozen, and nobody will look at their databases.
    keepMinutes: mutationFile() === undefined ? (options.keepMinutes ?? (isUnattended() ? 0 : 15)) : 0,
    title: options.test === undefined ? undefined : titleOf(options.test),
    say,
  };
  return { ...ownDatabase(database, around, isAwaited), server };
}

/** A server that ended since the last test is replaced by a new one. */
async function takeFromPool(options: TestDatabaseOptions) {
  const key = sourceKey(options);
  for (let attempt = 1; ; attempt += 1) {
    const { server, pool } = await openedFor(key, options);
    try {
      return { server, pool, database: await pool.take(options.spares ?? 4) };
    } catch (error) {
      if (!isLost(error) || attempt > 1) throw error;
      const last = await opened.get(key)?.catch(() => undefined);
      if (last?.server === server) opened.delete(key);
      await server[Symbol.asyncDispose]();
    }
  }
}

/** What was opened for these options, while their files are as they were: a process may live on while they change. */
async function openedFor(key: string, options: SourceOptions): Promise<Opened> {
  const opening = opened.get(key);
  if (opening === undefined) return open(key, options);
  const current = await opening;
  if (stampOf(current.source) === current.stamp) return current;
  // Databases of the former state may still be in use: its server stays until the process ends.
  const other = opened.get(key);
  return other === undefined || other === opening ? open(key, options) : other;
}

function open(key: string, options: SourceOptions): Promise<Opened> {
  const opening = readSource(options).then(async (source) => {
    const stamp = stampOf(source);
    tellPrograms(source);
    return await closeOnFailure(await openServer(source, say), async (server) => {
      const pool = await openPool(server, (error) => void tellFault(server, error, say));
      return { server, pool, source, stamp };
    });
  });
  opened.set(key, opening);
  // A failure may be mended while the process lives on.
  opening.catch(() => opened.delete(key));
  return opening;
}

/** A database that lacks what they make looks like any other. */
function tellPrograms({ history: { programs = [] } }: Source): void {
  const files = programs.map(({ file }) => file);
  if (files.length > 0)
    say(`strata: test databases lack what ${few(files, 3)} would make: programs are not run\n`);
}

function say(message: string): void {
  process.stderr.write(message);
}

function sourceKey({ project, migrations, sql, seed }: SourceOptions): string {
  const seeds = typeof seed === 'function' ? String(seed) : [seed].flat().map(String);
  return JSON.stringify([process.cwd(), project?.toString(), migrations?.toString(), sql, seeds]);
}
