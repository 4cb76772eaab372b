import type { ServerError } from '../db/session.ts';
import type { RecordedRun } from '../ledger/write.ts';
import { serverError } from '../live/write.ts';
import {
  countStatements,
  type DeployedMigration,
  type DeployFailure,
  type DeployMigration,
  sqlOf,
  type Unit,
} from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { Command } from '../model/ledger.ts';
import { type Books, booksFor } from './books.ts';
import { leftBehind } from './left-behind.ts';
import {
  clearProgress,
  finishUnit,
  makeProgress,
  type ProgressKey,
  refuseOtherText,
  refuseUnit,
  startUnit,
  type UnitProgress,
} from './progress.ts';
import type { DeployRun } from './run.ts';
import { notWritten, runBare, writeDown } from './run-bare.ts';
import { noStatement, type Refusal, runTransaction, type Stage } from './run-unit.ts';
import { inOneWhereWhole } from './whole-calls.ts';

/** Where a migration's units run. */
export function stageFor(run: DeployRun, { migration, units }: DeployMigration): Stage {
  return {
    ...run,
    migration: migration.name,
    total: countStatements(units),
  };
}

/** Whether a migration takes effect at once or not at all. */
export function isAtomic({ units: [first, ...rest] }: Pick<DeployMigration, 'units'>): boolean {
  return rest.length === 0 && (first === undefined || first.kind === 'transaction');
}

const literal = `(?:'(?:[^']|'')*')`;
const setConfig = String.raw`(?:pg_catalog\s*\.\s*)?set_config\s*\(\s*${literal}\s*,\s*${literal}\s*,\s*(?:false|'f')\s*\)`;
/** A statement that does nothing but change settings of the session. */
const onlySets = new RegExp(
  String.raw`^(?:(?:SET|RESET)\b(?!\s+LOCAL\b)|SELECT\s+${setConfig}(?:\s*,\s*${setConfig})*\s*;?\s*$)`,
  'i',
);

/** One migration on its way. */
export class MigrationRun {
  private readonly deploy: DeployRun;
  private readonly work: DeployMigration;
  private readonly known: readonly UnitProgress[];
  private readonly books: Books;
  /** As `strata.progress` knows it. */
  private readonly key: ProgressKey;
  private readonly stage: Stage;
  private readonly isAtomic: boolean;
  private readonly started = performance.now();
  private readonly id: string;
  private retries = 0;
  private isRecorded = false;

  /** `known`: what an earlier run has noted of it. */
  constructor(deploy: DeployRun, work: DeployMigration, known: readonly UnitProgress[]) {
    this.deploy = deploy;
    this.work = work;
    this.known = known;
    this.books = booksFor(deploy, work.migration);
    this.key = { ledger: deploy.ledger, name: this.books.name, hash: work.hash };
    this.stage = stageFor(deploy, work);
    this.isAtomic = isAtomic(work);
    this.id = deploy.newId();
  }

  async run(): Promise<DeployedMigration | { readonly failure: DeployFailure }> {
    const { units, migration } = this.work;
    this.deploy.begin(this.work);
    refuseOtherText(this.work, this.known, this.deploy.direction);
    if (!this.isAtomic) await this.prepare();
    for (const [i, unit] of units.entries()) {
      if (this.isDone(i)) await this.repeatSettings(unit);
      else {
        const settled = await this.settleKind(unit, i);
        const result = await this.runUnit(settled, i);
        if ('error' in result) return { failure: await this.fail(result, units.with(i, settled), i) };
        this.retries += result.retries;
      }
    }
    const unwritten = await this.record();
    if (unwritten !== undefined) return { failure: unwritten };
    return {
      name: migration.name,
      ms: performance.now() - this.started,
      resumedFrom: this.known.filter(({ state }) => state === 'done').length,
      retries: this.retries,
    };
  }

  /** What an earlier run has begun outside of a transaction stays there: it may have left something. */
  private async settleKind(unit: Unit, i: number): Promise<Unit> {
    const isBegun = this.known.some((row) => row.unit === i);
    return isBegun ? unit : inOneWhereWhole(this.stage.worker, unit);
  }

  private isDone(unit: number): boolean {
    return this.known.some((row) => row.unit === unit && row.state === 'done');
  }

  private async prepare(): Promise<void> {
    if (this.known.length > 0) return;
    await makeProgress(this.stage.worker);
    // A row of unit -1 says that the migration was begun, even before its first statement.
    const begun = startUnit(this.key, -1, []);
    await writeDown(this.stage, [begun, ...this.books.start(this.recorded())]);
  }

  private runUnit(unit: Unit, i: number) {
    const { work, key } = this;
    const isLast = i === work.units.length - 1;
    const done = () => (this.isAtomic ? [] : [finishUnit(key, i)]);
    if (unit.kind === 'transaction') {
      this.isRecorded = isLast;
      const finish = () => [...done(), ...(isLast ? this.recordAll() : [])];
      const bookkeeping = { commands: finish, leavesRole: work.changesSettings };
      return runTransaction([{ stage: this.stage, unit, bookkeeping }]);
    }
    const earlier = this.known.find((row) => row.unit === i);
    return runBare(
      this.stage,
      unit.statements[0] as Unit['statements'][number],
      { start: (before) => [startUnit(key, i, before)], refuse: () => [refuseUnit(key, i)], finish: done },
      earlier === undefined ? undefined : { ...earlier, settle: this.deploy.settle },
    );
  }

  /** What an earlier run did stays; what it had set for its session is gone with it, and what follows may rely on that. */
  private async repeatSettings({ statements }: Unit): Promise<void> {
    for (const { sql, line } of statements.filter(({ isSetting }) => isSetting === true)) {
      const { error } = onlySets.test(sql) ? await this.stage.worker.run(sql) : {};
      if (error === undefined) continue;
      const { name } = this.work.migration;
      throw new StrataError('live', `${name}: what line ${line} sets cannot be set again: ${error.message}`, {
        hint: `An earlier run came further, and what follows may rely on this:\n${sql}\nNothing more was run. Once the server takes it, run the command again.`,
      });
    }
  }

  private recorded(): RecordedRun {
    return {
      id: this.id,
      ms: performance.now() - this.started,
      statements: sqlOf(this.work.units),
    };
  }

  /** What the ledger is told of all of it; the notes go with that. */
  private recordAll(): readonly Command[] {
    const isStarted = !this.isAtomic || this.known.length > 0;
    return [
      ...this.books.finish(this.recorded(), isStarted),
      ...(isStarted ? [clearProgress(this.key)] : []),
    ];
  }

  /** Writes down a migration of which the last statement could not do so: the ledger may be held while the notes are free. */
  private async record(): Promise<DeployFailure | undefined> {
    if (this.isRecorded) return undefined;
    const error = await writeDown(this.stage, this.recordAll()).catch(serverError);
    if (error === undefined) return undefined;
    const { migration, units } = this.work;
    return {
      migration: migration.name,
      file: migration.up.file,
      statement: units.at(-1)?.statements.at(-1) ?? noStatement,
      ...notWritten(error),
      retries: this.retries,
      left: 'All of it is there: the next run only writes that down.',
    };
  }

  private async fail(refusal: Refusal, units: readonly Unit[], unit: number): Promise<DeployFailure> {
    const { migration } = this.work;
    const { error, isThere } = refusal;
    const lost = error.isLost === true;
    const isUntouched = unit === 0 && units[0]?.kind === 'transaction' && !lost;
    const unwritten = this.isAtomic || lost ? undefined : await this.noteFailure(refusal, isUntouched);
    const left =
      this.isAtomic || isUntouched
        ? lost
          ? 'The connection was lost: either all of it took effect or nothing, and the ledger says which.'
          : 'Nothing of it took effect.'
        : leftBehind(
            units,
            unit,
            isThere ? 'there' : lost ? 'lost' : error.isInterrupted ? 'stopped' : 'refused',
          );
    const untold =
      unwritten === undefined
        ? ''
        : ` That could not be written down, so that the ledger may still call it begun: ${unwritten.message}`;
    return { ...refusal, file: migration.up.file, left: `${left}${untold}` };
  }

  /** The notes stay where a part took effect; where nothing did, the migration is pending again. Returns why that was not written. */
  private async noteFailure({ error }: Refusal, isUntouched: boolean): Promise<ServerError | undefined> {
    const commands = isUntouched
      ? [...this.books.takeBack(), clearProgress(this.key)]
      : this.books.fail(`${error.code}: ${error.message}`);
    return writeDown(this.stage, commands).then(() => undefined, serverError);
  }
}
