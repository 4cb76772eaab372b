import { readLedger } from '../ledger/read.ts';
import { createLedger, type RecordedRun, recordApplied, recordRolledBack } from '../ledger/write.ts';
import { keepAlive } from '../live/alive.ts';
import { processOf } from '../live/open.ts';
import { countStatements, type Unit, type UnitStatement } from '../model/deployment.ts';
import type { Command } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import { clearProgress, nameOfDown, readProgress } from './progress.ts';
import type { DeployRequest } from './run.ts';
import { runBare, writeDown } from './run-bare.ts';
import { limitsSql, type Refusal, runTransaction, type Stage } from './run-unit.ts';
import { assertStanding, type Standing, standingOf } from './standing.ts';
import { takeTurn } from './turn.ts';

/** A migration whose effect is there: it is written down as applied, and not run. */
interface Recorded {
  readonly migration: Migration;
  /** The statements that the ledger keeps of it, where it keeps any. */
  readonly statements: readonly string[];
  /** The ledger knows it as begun and never finished. */
  readonly isStarted: boolean;
}

interface Prepared {
  readonly history: History;
  readonly recorded: readonly Recorded[];
}

interface RepairRequest
  extends Pick<DeployRequest, 'worker' | 'guard' | 'limits' | 'waitMs' | 'onProgress' | 'sleep' | 'newId'> {
  /** As it is before `prepare`. */
  readonly history: History;
  /** What the progress calls it. */
  readonly name: string;
  readonly units: readonly Unit[];
  /**
   * Makes the migrations that are to be recorded, and the history that holds them. Called when nobody else can deploy and the
   * database is known to be as it was: what it writes stays.
   */
  readonly prepare: () => Promise<Prepared>;
  /** What was applied when the repair was planned. */
  readonly decidedOn: Standing;
  /** What the ledger is no longer to name: others stand for it. */
  readonly forgotten: readonly Migration[];
  /** Throws where the database is not what the plan was made for; called when nobody else can deploy. */
  readonly assertUnchanged: () => Promise<void>;
}

/**
 * Runs a repair that was planned and proven, as the only deployer, and writes down what it makes true. Gives back what stopped
 * it: units before that one took effect.
 */
export async function repairLive(request: RepairRequest): Promise<Refusal | undefined> {
  const { worker, guard, history, limits, onProgress } = request;
  const { ledger } = await readLedger(worker, history);
  const onWait = (message: string) => onProgress({ kind: 'waiting', message });
  await takeTurn({ worker, guard, ledger, waitMs: request.waitMs, onWait });
  const state = await readLedger(worker, history);
  assertStanding(request.decidedOn, standingOf(state, await readProgress(worker, state)), new Set());
  await request.assertUnchanged();
  await worker.query(limitsSql(limits));
  await keepAlive(worker);
  const prepared = await request.prepare();
  if (prepared.recorded.length > 0 && !ledger.exists)
    for (const sql of createLedger(ledger, prepared.history)) await worker.query(sql);
  const books = await booksOf(request, prepared);
  const stage: Stage = {
    worker,
    guard,
    workerPid: await processOf(worker),
    batchSize: 1,
    limits,
    migration: request.name,
    total: countStatements(request.units),
    onProgress,
    sleep: request.sleep,
  };
  for (const [i, unit] of request.units.entries()) {
    const commands = () => (i === request.units.length - 1 ? books : []);
    const result =
      unit.kind === 'transaction'
        ? await runTransaction([{ stage, unit, bookkeeping: { commands, leavesRole: false } }])
        : await runBare(
            stage,
            unit.statements[0] as UnitStatement,
            { start: () => [], refuse: () => [], finish: commands },
            undefined,
          );
    if (isRefusal(result)) return result;
  }
  if (request.units.length === 0) await writeDown(stage, books);
  return undefined;
}

function isRefusal(result: object): result is Refusal {
  return 'error' in result;
}

async function booksOf(
  { worker, forgotten, newId }: RepairRequest,
  { history, recorded }: Prepared,
): Promise<readonly Command[]> {
  if (recorded.length === 0) return [];
  const state = await readLedger(worker, history);
  const { ledger } = state;
  const progress = await readProgress(worker, state);
  return [
    ...forgotten.flatMap((migration) => recordRolledBack(ledger, migration, undefined)),
    ...recorded.flatMap(({ migration, statements, isStarted }) => {
      const run: RecordedRun = { id: newId(), ms: 0, statements };
      const { hash } = migration;
      const isApplied = state.entries.some((one) => one.migration === migration && one.state === 'applied');
      const notes = [migration.name, nameOfDown(migration.name)].filter((name) => progress.has(name));
      return [
        ...(isApplied ? [] : recordApplied(ledger, migration, run, isStarted)),
        ...notes.map((name) => clearProgress({ ledger, name, hash })),
      ];
    }),
  ];
}
