import type { Session } from '../db/session.ts';
import { readLedger } from '../ledger/read.ts';
import { createLedger } from '../ledger/write.ts';
import { keepAlive } from '../live/alive.ts';
import { processOf } from '../live/open.ts';
import type { DeployMigration, DeployProgress, Direction } from '../model/deployment.ts';
import type { Ledger } from '../model/ledger.ts';
import type { History } from '../model/migration.ts';
import { quoteLiteral } from '../postgres/identifier.ts';
import { type Limits, limitsSql, type Stage } from './run-unit.ts';
import type { Standing } from './standing.ts';

export interface DeployRequest {
  /** The URL without its password, for messages. */
  readonly shownUrl: string;
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
  /** How to wait before a lock is asked for again. */
  readonly sleep: Stage['sleep'];
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

/** Begins the run of what is left to do, with a ledger where there was none. */
export async function beginRun(
  request: DeployRequest,
  ledger: Ledger,
  reset: string,
  left: readonly DeployMigration[],
): Promise<DeployRun> {
  const { worker, history, onProgress } = request;
  if (!ledger.exists) for (const sql of createLedger(ledger, history)) await worker.query(sql);
  return {
    ...request,
    ...(await measureConnection(worker)),
    ledger: ledger.exists ? ledger : (await readLedger(worker, history)).ledger,
    reset,
    begin: (work) =>
      onProgress({
        kind: 'migration',
        name: work.migration.name,
        index: left.indexOf(work) + 1,
        total: left.length,
      }),
  };
}

/** Where a message takes long to the server and back, several statements share one. */
async function measureConnection(worker: Session) {
  let [workerPid, shortest] = [0, Infinity];
  for (let i = 0; i < 3; i += 1) {
    const started = performance.now();
    workerPid = await processOf(worker);
    shortest = Math.min(shortest, performance.now() - started);
  }
  return { workerPid, batchSize: shortest > 15 ? 25 : 1 };
}

/** What a session starts each migration with, whatever the one before has set: its own search path, and the limits. */
export async function resetOf({ worker, limits }: DeployRequest): Promise<string> {
  const [here] = await worker.query<{ path: string }>(
    "SELECT pg_catalog.current_setting('search_path') AS path",
  );
  return `RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL;
    SELECT pg_catalog.set_config('search_path', ${quoteLiteral(here?.path ?? '')}, false); ${limitsSql(limits)}`;
}

export async function resetSession(worker: Session, reset: string): Promise<void> {
  await worker.query(reset);
  await keepAlive(worker);
}
