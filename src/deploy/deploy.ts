import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../db/session.ts';
import { readLedger } from '../ledger/read.ts';
import { createLedger } from '../ledger/write.ts';
import { keepAlive } from '../live/write.ts';
import type {
  DeployedMigration,
  DeployMigration,
  DeployOutcome,
  DeployProgress,
  Direction,
} from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { Ledger, LedgerState } from '../model/ledger.ts';
import { type History, runsTogether } from '../model/migration.ts';
import { quoteLiteral } from '../postgres/identifier.ts';
import { booksFor } from './books.ts';
import { forgetOvertaken, readProgress, type UnitProgress } from './progress.ts';
import { takeUp } from './retry.ts';
import { MigrationRun } from './run-migration.ts';
import { mayShare, runTogether } from './run-together.ts';
import { type Limits, limitsSql, type Stage } from './run-unit.ts';
import { assertStanding, type Standing, standingOf } from './standing.ts';
import { takeTurn } from './turn.ts';

export interface DeployRequest {
  readonly worker: Session;
  readonly guard: Session;
  readonly history: History;
  readonly direction: Direction;
  /** What may be applied or taken back, in order. What somebody else has done in the meantime is passed over. */
  readonly work: readonly DeployMigration[];
  /** What was there when the work was chosen and judged. Anything else, behind the lock, is refused. */
  readonly decidedOn: Standing;
  readonly limits: Limits;
  /** Milliseconds to wait for another deployer. */
  readonly waitMs: number;
  /** A migration that failed, of which `done` says what took effect. */
  readonly retry: string | undefined;
  /** How many statements of the migration named by `retry` took effect; undefined: none. */
  readonly done: number | undefined;
  /** What the user says of a statement that an interrupted run had begun. */
  readonly settle: 'done' | 'again' | undefined;
  readonly onProgress: (progress: DeployProgress) => void;
  /** A new UUID. */
  readonly newId: () => string;
}

/** A deploy under way: what was asked for, the ledger it writes to, and what was measured of the session that works. */
export interface DeployRun extends DeployRequest, Pick<Stage, 'workerPid' | 'batchSize'> {
  readonly ledger: Ledger;
  /** What a session starts each migration with. */
  readonly reset: string;
  /** Tells that a migration begins. */
  readonly begin: (work: DeployMigration) => void;
}

/**
 * Applies migrations in order and writes them down in the runner's ledger. At every moment the ledger and `strata.progress` say
 * what took effect: a later run goes on from there.
 */
export async function deployMigrations(request: DeployRequest): Promise<DeployOutcome> {
  const { worker, guard, history, onProgress } = request;
  const first = await readLedger(worker, history);
  await takeTurn({
    worker,
    guard,
    ledger: first.ledger,
    waitMs: request.waitMs,
    onWait: (message) => onProgress({ kind: 'waiting', message }),
    sleep,
  });
  const [here] = await worker.query<{ path: string }>(
    "SELECT pg_catalog.current_setting('search_path') AS path",
  );
  const reset = resetSql(request.limits, here?.path ?? '');
  await resetSession(worker, reset);
  const state = await readLedger(worker, history);
  const noted = await forgetOvertaken(worker, state);
  const deployed: DeployedMigration[] = [];
  const left = await leftToDo(request, state, noted);
  if (left.length === 0) return { deployed, failure: undefined };
  if (!state.ledger.exists)
    for (const sql of createLedger(state.ledger, history.schemas)) await worker.query(sql);
  const begun = await readLedger(worker, history);
  const known = await readProgress(worker, begun);
  const run: DeployRun = {
    ...request,
    ...(await measureConnection(worker)),
    ledger: begun.ledger,
    reset,
    begin: (work) =>
      onProgress({
        kind: 'migration',
        name: work.migration.name,
        index: left.indexOf(work) + 1,
        total: left.length,
      }),
  };
  for (const group of groupsOf(left, request)) {
    await guard.query('SELECT 1');
    const [work] = group;
    const noted = known.get(booksFor(run, work.migration).name) ?? [];
    const result =
      group.length > 1 && noted.length === 0
        ? await runTogether(run, group)
        : await new MigrationRun(run, work, noted).run();
    if ('failure' in result) return { deployed, failure: result.failure };
    deployed.push(...('deployed' in result ? result.deployed : [result]));
    if (group.some(({ changesSettings }) => changesSettings)) await resetSession(worker, reset);
  }
  return { deployed, failure: undefined };
}

/** What shares a transaction: for runners that apply all that is pending in one, all that takes effect at once. */
function groupsOf(
  work: readonly DeployMigration[],
  { history, direction }: Pick<DeployRequest, 'history' | 'direction'>,
): readonly (readonly [DeployMigration, ...DeployMigration[]])[] {
  const groups: [DeployMigration, ...DeployMigration[]][] = [];
  for (const one of work) {
    const last = groups.at(-1);
    const joins = direction === 'up' && runsTogether(history) && mayShare(one);
    if (last !== undefined && joins && last.every(mayShare)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/**
 * What the ledger has not got yet. Something that failed without Strata's own notes must have been named to be tried again; of
 * what is named, the user's word counts, and not the notes.
 */
async function leftToDo(
  request: DeployRequest,
  state: LedgerState,
  known: ReadonlyMap<string, readonly UnitProgress[]>,
): Promise<readonly DeployMigration[]> {
  const { work, decidedOn, retry, direction } = request;
  const failed = new Set(state.entries.filter((entry) => entry.state === 'failed').map(({ name }) => name));
  const left = work.filter(
    ({ migration }) => !booksFor({ ...request, ledger: state.ledger }, migration).isDone(state),
  );
  if (left.length === 0) return left;
  const names = new Set(work.map(({ migration }) => migration.name));
  assertStanding(decidedOn, standingOf(state, known), names);
  for (const one of work) {
    const { name } = one.migration;
    const isNamed = retry === name && direction === 'up';
    if (isNamed && left.includes(one)) await takeUp(request, state.ledger, one, failed.has(name));
    else if (failed.has(name) && !known.has(name)) throw failedBefore(name, state.ledger.kind);
  }
  return left;
}

function failedBefore(name: string, kind: Ledger['kind']): StrataError {
  return new StrataError('live', `${name} was begun by ${kind} and never finished`, {
    hint: `Nothing was changed. \`strata status\` tells what it left. Once that is settled and nothing of it is in the database: strata deploy --retry ${name}`,
  });
}

/** Where a message takes long to the server and back, several statements share one. */
async function measureConnection(worker: Session) {
  let [workerPid, shortest] = [0, Infinity];
  for (let i = 0; i < 3; i += 1) {
    const started = performance.now();
    const [row] = await worker.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
    shortest = Math.min(shortest, performance.now() - started);
    workerPid = row?.pid ?? 0;
  }
  return { workerPid, batchSize: shortest > 15 ? 25 : 1 };
}

async function resetSession(worker: Session, sql: string): Promise<void> {
  await worker.query(sql);
  await keepAlive(worker);
}

/** What a session starts each migration with, whatever the one before has set. */
function resetSql(limits: Limits, path: string): string {
  return `RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SELECT pg_catalog.set_config('search_path', ${quoteLiteral(path)}, false);
    ${limitsSql(limits)}`;
}
