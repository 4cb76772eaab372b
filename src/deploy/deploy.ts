import type { Session } from '../db/session.ts';
import { readLedger } from '../ledger/read.ts';
import {
  createLedger,
  type Run,
  recordApplied,
  recordFailure,
  recordRolledBack,
  recordStart,
} from '../ledger/write.ts';
import { keepAlive } from '../live/write.ts';
import type { DeployedMigration, DeployMigration, DeployProgress, Unit } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { Command, Ledger, LedgerState } from '../model/ledger.ts';
import type { History } from '../model/migration.ts';
import { quoteLiteral } from '../postgres/identifier.ts';
import {
  clearProgress,
  createProgress,
  finishUnit,
  readProgress,
  startUnit,
  type UnitProgress,
} from './progress.ts';
import { inTransaction, runBare } from './run-bare.ts';
import { type Limits, type Refusal, runTransaction, type Stage } from './run-unit.ts';
import { takeTurn } from './turn.ts';

export interface DeployRequest {
  readonly worker: Session;
  readonly guard: Session;
  readonly history: History;
  /** What may be applied, in order. What somebody else has applied in the meantime is passed over. */
  readonly work: readonly DeployMigration[];
  readonly limits: Limits;
  /** Milliseconds to wait for another deployer. */
  readonly waitMs: number;
  /** A migration that the ledger calls failed, of which nothing took effect. */
  readonly retry: string | undefined;
  /** What the user says of a statement that an interrupted run had begun. */
  readonly settle: 'done' | 'again' | undefined;
  readonly onProgress: (progress: DeployProgress) => void;
  /** A new UUID. */
  readonly newId: () => string;
}

/** Where a deploy stopped. */
export interface DeployFailure extends Refusal {
  readonly migration: string;
  readonly file: string;
  /** One sentence: what of the migration is in the database now. */
  readonly left: string;
}

export interface DeployOutcome {
  readonly deployed: readonly DeployedMigration[];
  readonly failure: DeployFailure | undefined;
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
  const deployed: DeployedMigration[] = [];
  const left = await leftToDo(request, state);
  if (left.length === 0) return { deployed, failure: undefined };
  if (!state.ledger.exists) for (const sql of createLedger(state.ledger)) await worker.query(sql);
  const { ledger } = await readLedger(worker, history);
  const known = await readProgress(worker, ledger);
  for (const [i, work] of left.entries()) {
    const { name } = work.migration;
    onProgress({ kind: 'migration', name, index: i + 1, total: left.length });
    await guard.query('SELECT 1');
    const course = new Course(request, ledger, work, known.get(name) ?? []);
    const result = await course.run();
    if ('failure' in result) return { deployed, failure: result.failure };
    deployed.push(result);
    if (work.changesSettings) await resetSession(worker, reset);
  }
  return { deployed, failure: undefined };
}

/** What the ledger has not got yet. Something that failed without Strata's own notes must have been named to be tried again. */
async function leftToDo(
  { work, retry, history, worker }: DeployRequest,
  state: LedgerState,
): Promise<readonly DeployMigration[]> {
  const stateOf = new Map(state.entries.map((entry) => [entry.name, entry.state]));
  const known = await readProgress(worker, state.ledger);
  for (const { migration } of work) {
    const { name } = migration;
    if (stateOf.get(name) !== 'failed' || known.has(name)) continue;
    if (retry !== name) throw failedBefore(name, state.ledger.kind);
    const previous = history.migrations[history.migrations.indexOf(migration) - 1];
    await inTransaction({ worker }, recordRolledBack(state.ledger, migration, previous));
  }
  return work.filter(({ migration }) => stateOf.get(migration.name) !== 'applied');
}

function failedBefore(name: string, kind: Ledger['kind']): StrataError {
  return new StrataError('live', `${name} was begun by ${kind} and never finished`, {
    hint: `Nothing was changed. \`strata status\` tells what it left. Once that is settled and nothing of it is in the database: strata deploy --retry ${name}`,
  });
}

async function resetSession(worker: Session, sql: string): Promise<void> {
  await worker.query(sql);
  await keepAlive(worker);
}

/** What a session starts each migration with, whatever the one before has set. */
function resetSql({ lockTimeoutMs, statementTimeoutMs }: Limits, path: string): string {
  return `RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SELECT pg_catalog.set_config('search_path', ${quoteLiteral(path)}, false);
    SET lock_timeout = ${lockTimeoutMs}; SET statement_timeout = ${statementTimeoutMs}`;
}

/** One migration on its way. */
class Course {
  private readonly request: DeployRequest;
  private readonly ledger: Ledger;
  private readonly work: DeployMigration;
  private readonly known: readonly UnitProgress[];
  private readonly stage: Stage;
  private readonly started: number;
  private readonly id: string;
  private retries = 0;

  constructor(request: DeployRequest, ledger: Ledger, work: DeployMigration, known: readonly UnitProgress[]) {
    this.request = request;
    this.ledger = ledger;
    this.work = work;
    this.known = known;
    this.id = request.newId();
    this.started = performance.now();
    this.stage = {
      worker: request.worker,
      limits: request.limits,
      migration: work.migration.name,
      total: work.units.reduce((sum, { statements }) => sum + statements.length, 0),
      onProgress: request.onProgress,
      sleep,
      now: () => performance.now(),
    };
  }

  async run(): Promise<DeployedMigration | { readonly failure: DeployFailure }> {
    const { units, migration } = this.work;
    this.refuseOtherText();
    const isAtomic = units.length === 0 || (units.length === 1 && units[0]?.kind === 'transaction');
    if (units.length === 0) await inTransaction(this.stage, this.recordAll(false));
    else if (!isAtomic) await this.prepare();
    for (const [i, unit] of units.entries()) {
      if (this.isDone(i)) await this.repeatSettings(unit);
      else {
        const result = await this.runUnit(unit, i, isAtomic);
        if ('error' in result) return { failure: await this.fail(result, i, isAtomic) };
        this.retries += result.retries;
      }
    }
    const isRecorded = units.length === 0 || !this.isDone(units.length - 1);
    if (!isRecorded) await inTransaction(this.stage, [...this.recordAll(true)]);
    return {
      name: migration.name,
      ms: performance.now() - this.started,
      resumedFrom: this.known.filter(({ state }) => state === 'done').length,
      retries: this.retries,
    };
  }

  private isDone(unit: number): boolean {
    return this.known.some((row) => row.unit === unit && row.state === 'done');
  }

  /** Half of one text and half of another is neither. */
  private refuseOtherText(): void {
    const { migration } = this.work;
    const other = this.known.find(({ hash }) => hash !== migration.hash);
    if (other === undefined) return;
    const done = this.known.filter(({ state }) => state === 'done').length;
    throw new StrataError(
      'live',
      `${migration.name} was edited after a part of it (${done} of its transactions) was applied`,
      {
        hint: 'Put the text back that was being applied and deploy again; write what is to change as a new migration.',
      },
    );
  }

  private async prepare(): Promise<void> {
    for (const sql of createProgress) await this.stage.worker.query(sql);
    if (this.known.length > 0) return;
    const { ledger, work } = this;
    const start = recordStart(ledger, work.migration, this.recorded());
    // A row of unit -1 says that the migration was begun, even before its first statement.
    await inTransaction(this.stage, [startUnit(ledger, work.migration, -1, []), ...start]);
  }

  private runUnit(unit: Unit, i: number, isAtomic: boolean) {
    const { ledger, work } = this;
    const isLast = i === work.units.length - 1;
    const finish = () => [
      ...(isAtomic ? [] : [finishUnit(ledger, work.migration, i)]),
      ...(isLast ? this.recordAll(!isAtomic) : []),
    ];
    if (unit.kind === 'transaction') {
      const bookkeeping = { commands: finish, resetsRole: work.changesSettings };
      return runTransaction(this.stage, unit, bookkeeping);
    }
    const earlier = this.known.find((row) => row.unit === i);
    return runBare(
      this.stage,
      unit.statements[0] as Unit['statements'][number],
      { start: (before) => [startUnit(ledger, work.migration, i, before)], finish },
      earlier === undefined ? undefined : { before: earlier.before, settle: this.request.settle },
    );
  }

  /** What an earlier run did stays; what it had set for its session is gone with it. */
  private async repeatSettings({ statements }: Unit): Promise<void> {
    for (const { sql } of statements.filter(({ isSetting }) => isSetting === true))
      if (/^(SET|RESET)\b(?!\s+LOCAL\b)/i.test(sql)) await this.stage.worker.run(sql);
  }

  private recorded(): Run {
    return {
      id: this.id,
      ms: performance.now() - this.started,
      statements: this.work.units.flatMap(({ statements }) => statements.map(({ sql }) => sql)),
    };
  }

  private recordAll(isStarted: boolean): readonly Command[] {
    const { migration } = this.work;
    return [
      ...recordApplied(this.ledger, migration, this.recorded(), isStarted),
      ...(isStarted ? [clearProgress(this.ledger, migration)] : []),
    ];
  }

  private async fail(refusal: Refusal, unit: number, isAtomic: boolean): Promise<DeployFailure> {
    const { migration, units } = this.work;
    const isLost = refusal.error.code.startsWith('08') || refusal.error.code.startsWith('57P');
    const isUntouched = unit === 0 && units[0]?.kind === 'transaction' && !isLost;
    if (!isAtomic && !isLost) await this.noteFailure(refusal, isUntouched);
    const left =
      isAtomic || isUntouched
        ? isLost
          ? 'The connection was lost: either all of it took effect or nothing, and the ledger says which.'
          : 'Nothing of it took effect.'
        : `What comes before statement ${refusal.statement.number} (line ${refusal.statement.line}) took effect and stays; the next run goes on there.`;
    return { ...refusal, migration: migration.name, file: migration.up.file, left };
  }

  /** The notes stay where a part took effect; where nothing did, the migration is pending again. */
  private async noteFailure({ error }: Refusal, isUntouched: boolean): Promise<void> {
    const { history } = this.request;
    const { migration } = this.work;
    const previous = history.migrations[history.migrations.indexOf(migration) - 1];
    const commands = isUntouched
      ? [...this.takeBackStart(previous), clearProgress(this.ledger, migration)]
      : recordFailure(this.ledger, migration, `${error.code}: ${error.message}`);
    await inTransaction(this.stage, commands).catch(() => {});
  }

  private takeBackStart(previous: History['migrations'][number] | undefined): readonly Command[] {
    const { migration } = this.work;
    const hasStart = recordStart(this.ledger, migration, this.recorded()).length > 0;
    return hasStart ? recordRolledBack(this.ledger, migration, previous) : [];
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
