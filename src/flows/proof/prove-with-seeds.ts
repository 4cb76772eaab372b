import type { Session } from '../../db/session.ts';
import type { Database, Engine } from '../../engine/engine.ts';
import type { History, Migration, SqlText, Transaction } from '../../model/migration.ts';
import type { SeedProof, SeedRepeat } from '../../model/proof.ts';
import type { Schema } from '../../model/schema.ts';
import { connectReader } from '../../replay/read-as-maker.ts';
import type { RefusedStatement } from '../../replay/run.ts';
import { type Ground, type LoadOptions, readDatabase } from '../rehearsal/ground.ts';
import { differencesFrom, differenceWords } from './difference-words.ts';
import { countRows, countRowsAgain, describeLoss, findLosses } from './row-counts.ts';
import { downTransactionOf, placeOf, refusalWords, runOnClone, startOf } from './run-on-clone.ts';
import { repeatSeeds } from './seed-again.ts';

/** A history that is taken down and up again with the rows of its seeds. */
interface SeededWalk {
  readonly history: History;
  readonly seeds: readonly SqlText[];
  /** What the database held before each migration, as far as it was read. */
  readonly befores: ReadonlyMap<number, Schema>;
}

type Verdict = Pick<SeedProof, 'verdict' | 'message' | 'where'>;

/**
 * Loads the seeds into a clone of a database that stands at the end of the history, and takes it down as far as there are
 * downs, and up again. Every step must come through with the rows that are there, and arrive where the history was.
 */
export async function proveWithSeeds(
  ground: Ground,
  walk: SeededWalk,
  options: LoadOptions,
): Promise<SeedProof> {
  const clone = await ground.engine.createDatabase({ like: ground.database });
  try {
    return await new Walk(ground.engine, clone, walk, options).run();
  } finally {
    await clone.drop();
  }
}

class Walk {
  private readonly engine: Engine;
  private readonly clone: Database;
  private readonly walk: SeededWalk;
  private readonly options: LoadOptions;
  private readonly givenUp: { migration: string; lost: readonly string[] }[] = [];
  private rows = 0;
  private tables = 0;
  private again: SeedRepeat | undefined;
  private downTo: string | undefined;

  constructor(engine: Engine, clone: Database, walk: SeededWalk, options: LoadOptions) {
    this.engine = engine;
    this.clone = clone;
    this.walk = walk;
    this.options = options;
  }

  async run(): Promise<SeedProof> {
    const { seeds } = this.walk;
    const verdict = (await this.load()) ?? (await this.downAndUp()) ?? proven;
    const { rows, tables, again, downTo, givenUp } = this;
    return { ...verdict, files: seeds.map(({ file }) => file), rows, tables, again, downTo, givenUp };
  }

  private async load(): Promise<Verdict | undefined> {
    const refused = await this.loadOnce();
    if (refused !== undefined) return refused;
    const run = (clone: Database, seed: SqlText) => this.execute(seed, 'auto', clone);
    this.again = await repeatSeeds(this.engine, this.clone, this.walk.seeds, run, this.options.settings);
    return undefined;
  }

  private async loadOnce(): Promise<Verdict | undefined> {
    await using reader = await connectReader(this.clone, this.options.settings);
    const before = await countRows(reader);
    for (const seed of this.walk.seeds) {
      const refused = await this.execute(seed, 'auto');
      if (refused !== undefined) return wrong(`the seed is refused: ${refusalWords(refused)}`, seed, refused);
    }
    for (const { oid, rows } of (await countRows(reader)).values()) {
      const added = (rows ?? 0) - (before.get(oid)?.rows ?? 0);
      this.rows += added;
      if (added > 0) this.tables += 1;
    }
    return undefined;
  }

  private async downAndUp(): Promise<Verdict | undefined> {
    const { migrations } = this.walk.history;
    const end = await readDatabase(this.clone, this.options);
    const withoutDown = migrations.findLastIndex(({ down }) => down === undefined);
    const taken = migrations.slice(withoutDown + 1);
    for (const [i, migration] of [...taken.entries()].reverse()) {
      const stopped = await this.goDown(migration, this.walk.befores.get(withoutDown + 1 + i));
      if (stopped !== undefined) return stopped;
      this.downTo = migration.name;
    }
    for (const { name, up, transaction } of taken) {
      const refused = await this.execute(up, transaction);
      if (refused !== undefined)
        return wrong(
          `after the downs, the up of ${name} stops on what they left: ${refusalWords(refused)}`,
          up,
          refused,
        );
    }
    const left = differencesFrom(end, await readDatabase(this.clone, this.options));
    return left.length === 0
      ? undefined
      : wrong(`down and up again, the history ends elsewhere: ${differenceWords(left)}`);
  }

  private async goDown(migration: Migration, before: Schema | undefined): Promise<Verdict | undefined> {
    const down = migration.down as SqlText;
    await using reader = await connectReader(this.clone, this.options.settings);
    const counts = await countRows(reader);
    const refused = await this.execute(down, downTransactionOf(migration, this.walk.history.layout));
    if (refused !== undefined)
      return wrong(
        `the down of ${migration.name} stops on the seed's rows: ${refusalWords(refused)}`,
        down,
        refused,
      );
    const lost = await this.lossesSince(reader, counts);
    if (lost.length > 0) this.givenUp.push({ migration: migration.name, lost });
    const left =
      before === undefined ? [] : differencesFrom(before, await readDatabase(this.clone, this.options));
    return left.length === 0
      ? undefined
      : wrong(
          `with the seed's rows, the down of ${migration.name} does not bring back the schema: ${differenceWords(left)}`,
          down,
        );
  }

  private async lossesSince(
    reader: Session,
    before: Awaited<ReturnType<typeof countRows>>,
  ): Promise<readonly string[]> {
    return findLosses(before, await countRowsAgain(reader, before)).map(describeLoss);
  }

  private execute(
    sql: SqlText,
    transaction: Transaction,
    database = this.clone,
  ): Promise<RefusedStatement | undefined> {
    return runOnClone(database, sql, transaction, this.options.settings);
  }
}

const proven: Verdict = { verdict: 'proven', message: undefined, where: undefined };

function wrong(message: string, text?: SqlText, refused?: RefusedStatement): Verdict {
  const where =
    text === undefined ? undefined : refused === undefined ? startOf(text) : placeOf(text, refused);
  return { verdict: 'unproven', message, where };
}
