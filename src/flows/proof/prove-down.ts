import { writeSteps } from '../../diff/write-steps.ts';
import type { Database } from '../../engine/engine.ts';
import { isEmptySql } from '../../history/sql-file.ts';
import { type Place, StrataError } from '../../model/errors.ts';
import type { Layout, Migration, SqlText, Transaction } from '../../model/migration.ts';
import type { Rename } from '../../model/plan.ts';
import type { DownProof } from '../../model/proof.ts';
import type { Schema } from '../../model/schema.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { connectReader } from '../../replay/read-as-maker.ts';
import type { RefusedStatement } from '../../replay/run.ts';
import { actingRole, type Ground, type LoadOptions, readDatabase } from '../rehearsal/ground.ts';
import { differenceLines, differencesFrom, differenceWords } from './difference-words.ts';
import { keepRoles } from './keep-roles.ts';
import { unlike } from './not-modelled.ts';
import { planTransition } from './plan-transition.ts';
import {
  columnAfter,
  countRows,
  countRowsAgain,
  describeLoss,
  findLosses,
  type TableCounts,
} from './row-counts.ts';
import { downTransactionOf, placeOf, refusalWords, runOnClone, startOf } from './run-on-clone.ts';
import type { SampleRows } from './sample-rows.ts';
import { type StoppedByRows, stoppedByRows, tryWithRows } from './try-with-rows.ts';

/** A migration whose down is to be proven; without one, a down is planned. */
interface DownSubject {
  readonly migration: Pick<Migration, 'name' | 'up' | 'down' | 'transaction' | 'downTransaction'>;
  readonly layout: Layout;
  /** What the database holds before the migration. */
  readonly before: Schema;
}

type Verdict = Pick<DownProof, 'verdict' | 'message' | 'notes' | 'lost' | 'where'>;

/** What was seen, and the schema that the up makes; undefined where the up itself failed. */
interface DownResult {
  readonly proof: DownProof;
  readonly after: Schema | undefined;
}

/** Runs a migration up, down and up again on clones of a database that stands just before it, with sample rows. */
export async function proveDown(
  ground: Ground,
  subject: DownSubject,
  options: LoadOptions,
): Promise<DownResult> {
  await using _roles = await keepRoles(ground, subject.migration);
  const stops: StoppedByRows[] = [];
  let after: Schema | undefined;
  let planned: string | undefined;
  const { result } = await tryWithRows<Verdict>(
    ground,
    actingRole(options.settings),
    async (clone, sample) => {
      const trial = new Trial(ground, clone, sample, subject, options);
      const seen = await trial.run();
      after = trial.after ?? after;
      planned = trial.planned ?? planned;
      if (trial.downStop !== undefined) stops.push(trial.downStop);
      return seen;
    },
  );
  const [stop] = stops;
  const isStopped = stop !== undefined && result.verdict === 'proven';
  const proof: DownProof = {
    migration: subject.migration.name,
    isGenerated: subject.migration.down === undefined,
    planned,
    ...result,
    ...(isStopped
      ? {
          verdict: 'stops-on-rows',
          message: `its down stops on rows${stop.table === undefined ? '' : ` of ${stop.table}`}: ${stop.message}`,
        }
      : {}),
  };
  return { proof, after };
}

class Trial {
  after: Schema | undefined;
  /** The planned down, where the migration has none. */
  planned: string | undefined;
  downStop: StoppedByRows | undefined;
  private readonly ground: Ground;
  private readonly clone: Database;
  private readonly sample: SampleRows;
  private readonly subject: DownSubject;
  private readonly options: LoadOptions;

  constructor(
    ground: Ground,
    clone: Database,
    sample: SampleRows,
    subject: DownSubject,
    options: LoadOptions,
  ) {
    this.ground = ground;
    this.clone = clone;
    this.sample = sample;
    this.subject = subject;
    this.options = options;
  }

  async run(): Promise<Verdict | StoppedByRows> {
    const { before, migration, layout } = this.subject;
    await using reader = await connectReader(this.clone, this.options.settings);
    const start = await countRows(
      reader,
      this.sample.filled.map(({ oid }) => oid),
    );
    const up = await this.execute(migration.up, migration.transaction);
    if (up !== undefined)
      return (
        stoppedByRows(up.error, this.sample) ??
        wrong(`its up fails: ${up.error.message}`, placeOf(migration.up, up))
      );
    this.after = await readDatabase(this.clone, this.options);
    const middle = await countRowsAgain(reader, start);
    const lost = findLosses(start, middle).map(describeLoss);
    const text = migration.down ?? (await this.planDown(start, middle));
    const down = await this.execute(
      text,
      migration.down === undefined ? 'auto' : downTransactionOf(migration, layout),
    );
    if (down !== undefined) {
      this.downStop = stoppedByRows(down.error, this.sample);
      return this.downStop ?? wrong(`its down fails: ${refusalWords(down)}`, placeOf(text, down), lost);
    }
    const back = await readDatabase(this.clone, this.options);
    const left = differencesFrom(before, back);
    if (left.length > 0) {
      const what = isEmptySql(text.text) ? 'is empty' : 'does not bring back the schema';
      return wrong(`its down ${what}: ${differenceWords(left)}`, startOf(text), lost, differenceLines(left));
    }
    const lostByDown = findLosses(kept(start, middle), await countRowsAgain(reader, start));
    if (lostByDown.length > 0)
      return wrong(`its down loses ${lostByDown.map(describeLoss).join(', ')}`, startOf(text), lost);
    const otherwise = unlike(back, before).map(({ type, identity }) => `the ${type} ${identity}`);
    return { ...(await this.runAgain(migration)), lost: [...lost, ...otherwise] };
  }

  private async runAgain(migration: DownSubject['migration']): Promise<Verdict> {
    const refused = await this.execute(migration.up, migration.transaction);
    if (refused !== undefined)
      return wrong(`after its down, its up fails: ${refused.error.message}`, placeOf(migration.up, refused));
    const left = differencesFrom(this.after as Schema, await readDatabase(this.clone, this.options));
    if (left.length > 0)
      return wrong(
        `after its down, its up ends elsewhere: ${differenceWords(left)}`,
        startOf(migration.up),
        [],
        differenceLines(left),
      );
    return { verdict: 'proven', message: undefined, notes: [], lost: [], where: undefined };
  }

  /**
   * Plans a down from a copy without sample rows: it reverses the renames of the up first. Where one of them is refused, what was
   * renamed is made anew.
   */
  private async planDown(start: TableCounts, middle: TableCounts): Promise<SqlText> {
    const { ground, subject, options } = this;
    const { migration, before } = subject;
    const database = await ground.engine.createDatabase({ like: ground.database });
    const plan = (renames: readonly Rename[]) =>
      planTransition(
        this.after as Schema,
        before,
        { ...ground, database },
        { ...options, renames, online: false },
      );
    try {
      await runOnClone(database, migration.up, migration.transaction, options.settings);
      const { steps } = await plan(newNames(middle, start)).catch((error: unknown) => {
        if (error instanceof StrataError && error.code === 'usage') return plan([]);
        throw error;
      });
      this.planned = writeSteps(steps);
      return { file: '', text: this.planned, firstLine: 1 };
    } finally {
      await database.drop();
    }
  }

  private execute(sql: SqlText, transaction: Transaction): Promise<RefusedStatement | undefined> {
    return runOnClone(this.clone, sql, transaction, this.options.settings);
  }
}

function wrong(
  message: string,
  where: Place | undefined,
  lost: readonly string[] = [],
  notes: readonly string[] = [],
): Verdict {
  return { verdict: 'unproven', message, notes, lost, where };
}

/** The proof of a migration that has no down. */
export function withoutDown({ name, up }: Migration): DownProof {
  return {
    migration: name,
    verdict: 'no-down',
    isGenerated: false,
    planned: undefined,
    message: 'it has no down',
    notes: [],
    lost: [],
    where: startOf(up),
  };
}

/** Tables and columns that have another name in `to`, identified by oid and column number. */
function newNames(from: TableCounts, to: TableCounts): readonly Rename[] {
  return [...to.values()].flatMap((after) => {
    const before = from.get(after.oid);
    if (before === undefined || after.isReplacement) return [];
    const columns = [...after.columns].flatMap(([number, { name }]) => {
      const old = before.columns.get(number)?.name;
      return old === undefined || old === name
        ? []
        : [{ from: `${before.name}.${quoteIdentifier(old)}`, to: `${after.name}.${quoteIdentifier(name)}` }];
    });
    return before.name === after.name ? columns : [{ from: before.name, to: after.name }, ...columns];
  });
}

/** The counts of `start`, as far as their rows and values are still there in `middle`. */
function kept(start: TableCounts, middle: TableCounts): TableCounts {
  return new Map(
    [...start.values()].flatMap((table) => {
      const now = middle.get(table.oid);
      if (now?.rows === undefined || table.rows === undefined) return [];
      const columns = [...table.columns].flatMap(([number, { name, values }]) => {
        const left = columnAfter(number, table, now);
        if (left === undefined) return [];
        const [at, column] = left;
        return [[at, { ...column, name, values: Math.min(values, column.values) }] as const];
      });
      return [
        [table.oid, { ...now, rows: Math.min(table.rows, now.rows), columns: new Map(columns) }] as const,
      ];
    }),
  );
}
