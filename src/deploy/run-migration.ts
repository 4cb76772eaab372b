import type { Run } from '../ledger/write.ts';
import type { DeployedMigration, DeployFailure, DeployMigration, Unit } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { Command, Ledger } from '../model/ledger.ts';
import type { Books } from './books.ts';
import type { DeployRequest } from './deploy.ts';
import {
  clearProgress,
  finishUnit,
  makeProgress,
  type ProgressKey,
  startUnit,
  type UnitProgress,
} from './progress.ts';
import { inTransaction, runBare } from './run-bare.ts';
import { type Refusal, runTransaction, type Stage, sleep } from './run-unit.ts';

/** Where a migration's units run. */
export function stageFor(
  { worker, guard, limits, onProgress }: DeployRequest,
  { migration, units }: DeployMigration,
  connection: WorkerConnection,
): Stage {
  return {
    ...connection,
    worker,
    guard,
    limits,
    migration: migration.name,
    total: units.reduce((sum, { statements }) => sum + statements.length, 0),
    onProgress,
    sleep,
    now: () => performance.now(),
  };
}

/** What was measured of the connection that works. */
export type WorkerConnection = Pick<Stage, 'workerPid' | 'batchSize'>;

/** Whether a migration takes effect at once or not at all. */
export function isAtomic({ units: [first, ...rest] }: DeployMigration): boolean {
  return rest.length === 0 && (first === undefined || first.kind === 'transaction');
}

/** Whether the server went away, rather than said no. */
export function isLost({ error: { code } }: Refusal): boolean {
  return code.startsWith('08') || code.startsWith('57P');
}

/** One migration on its way. */
export class MigrationRun {
  private readonly request: DeployRequest;
  private readonly ledger: Ledger;
  private readonly work: DeployMigration;
  private readonly books: Books;
  private readonly known: readonly UnitProgress[];
  private readonly stage: Stage;
  private readonly started: number;
  private readonly id: string;
  private retries = 0;

  constructor(
    request: DeployRequest,
    ledger: Ledger,
    work: DeployMigration,
    books: Books,
    known: readonly UnitProgress[],
    connection: WorkerConnection,
  ) {
    this.request = request;
    this.ledger = ledger;
    this.work = work;
    this.books = books;
    this.known = known;
    this.id = request.newId();
    this.started = performance.now();
    this.stage = stageFor(request, work, connection);
  }

  async run(): Promise<DeployedMigration | { readonly failure: DeployFailure }> {
    const { units, migration } = this.work;
    this.refuseOtherText();
    const atomic = isAtomic(this.work);
    if (units.length === 0) await inTransaction(this.stage, this.recordAll(false));
    else if (!atomic) await this.prepare();
    for (const [i, unit] of units.entries()) {
      if (this.isDone(i)) await this.repeatSettings(unit);
      else {
        const result = await this.runUnit(unit, i, atomic);
        if ('error' in result) return { failure: await this.fail(result, i, atomic) };
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
    if (this.known.length > 0) return;
    await makeProgress(this.stage.worker);
    // A row of unit -1 says that the migration was begun, even before its first statement.
    const begun = startUnit(this.ledger, this.progressKey(), -1, []);
    await inTransaction(this.stage, [begun, ...this.books.start(this.recorded())]);
  }

  /** As `strata.progress` knows it. */
  private progressKey(): ProgressKey {
    return { name: this.books.name, hash: this.work.migration.hash };
  }

  private runUnit(unit: Unit, i: number, atomic: boolean) {
    const { ledger, work } = this;
    const key = this.progressKey();
    const isLast = i === work.units.length - 1;
    const finish = () => [
      ...(atomic ? [] : [finishUnit(ledger, key, i)]),
      ...(isLast ? this.recordAll(!atomic) : []),
    ];
    if (unit.kind === 'transaction') {
      const bookkeeping = { commands: finish, resetsRole: work.changesSettings };
      return runTransaction([{ stage: this.stage, unit, bookkeeping }]);
    }
    const earlier = this.known.find((row) => row.unit === i);
    return runBare(
      this.stage,
      unit.statements[0] as Unit['statements'][number],
      { start: (before) => [startUnit(ledger, key, i, before)], finish },
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
    return [
      ...this.books.finish(this.recorded(), isStarted),
      ...(isStarted ? [clearProgress(this.ledger, this.progressKey())] : []),
    ];
  }

  private async fail(refusal: Refusal, unit: number, atomic: boolean): Promise<DeployFailure> {
    const { migration, units } = this.work;
    const lost = isLost(refusal);
    const isUntouched = unit === 0 && units[0]?.kind === 'transaction' && !lost;
    if (!atomic && !lost) await this.noteFailure(refusal, isUntouched);
    const left =
      atomic || isUntouched
        ? lost
          ? 'The connection was lost: either all of it took effect or nothing, and the ledger says which.'
          : 'Nothing of it took effect.'
        : `What comes before statement ${refusal.statement.number} (line ${refusal.statement.line}) took effect and stays; the next run goes on there.`;
    return { ...refusal, file: migration.up.file, left };
  }

  /** The notes stay where a part took effect; where nothing did, the migration is pending again. */
  private async noteFailure({ error }: Refusal, isUntouched: boolean): Promise<void> {
    const commands = isUntouched
      ? [...this.books.takeBack(this.recorded()), clearProgress(this.ledger, this.progressKey())]
      : this.books.fail(`${error.code}: ${error.message}`);
    await inTransaction(this.stage, commands).catch(() => {});
  }
}
