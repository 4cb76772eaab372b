import type { Engine, OpenOptions } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import type { LockRoom } from '../engine/settings.ts';
import { standIns } from '../engine/stand-ins/stand-ins.ts';
import { closeOnFailure } from '../model/close-on-failure.ts';
import { type History, type Migration, runsTogether } from '../model/migration.ts';
import type { Progress } from '../model/progress.ts';
import type { Schema } from '../model/schema.ts';
import type { MigrationTrace, SqlError, StandIn, Trace } from '../model/trace.ts';
import { lastPart } from '../postgres/identifier.ts';
import type { RehearsalBasis } from './chain.ts';
import { migrate, type Watched } from './migrate.ts';
import { readRehearsed } from './read-as-maker.ts';
import { NotKept, type Records } from './record.ts';
import { Recorder } from './recorder.ts';
import { engineOf, enterServer } from './server-setup.ts';
import { listenSql, unwatchSql, watchSql } from './watch.ts';

export interface RehearsalRunOptions extends RehearsalBasis {
  /** Undefined: neither read nor keep anything. */
  readonly records: Records | undefined;
  /** Undefined: the user's usual place. */
  readonly cacheDir?: string | undefined;
  /** False: only the trace is kept, and no snapshot from which a later run could start. */
  readonly keepsSnapshots?: boolean;
  /** Undefined: `few`, and once more with `many` where they run out. */
  readonly locks?: LockRoom;
  /** How an engine is opened; undefined: one is started for this run alone. Tests let several runs have one in turn. */
  readonly openEngine?: (options: OpenOptions) => Promise<Engine>;
  readonly onProgress?: (progress: Progress) => void;
}

/** What is to be rehearsed. */
interface Task {
  readonly history: History;
  /** The names of the history's prefixes. */
  readonly chain: readonly string[];
  /**
   * How many migrations at the beginning are unchanged since the last rehearsal of the project; the next edit is likely right
   * after them.
   */
  readonly edited: number;
  readonly options: RehearsalRunOptions;
}

/** Opens an engine where the longest prefix of the history ends of which both the database and the record are kept. */
export async function openRehearsalRun(task: Task): Promise<RehearsalRun> {
  const { records } = task.options;
  let names = records === undefined ? [] : task.chain.toReversed();
  for (;;) {
    const engine = await open(task, names);
    if (engine.startedFrom === undefined) return await begin(task, engine, undefined);
    const known = await records?.read(engine.startedFrom);
    if (known !== undefined) return await begin(task, engine, known.trace);
    await engine[Symbol.asyncDispose]();
    names = names.slice(names.indexOf(engine.startedFrom) + 1);
  }
}

/** Goes on behind the migrations that the engine holds. Where it cannot, as when the project's set-up fails, the engine goes. */
async function begin(task: Task, engine: Engine, known: Trace | undefined): Promise<RehearsalRun> {
  return await closeOnFailure(engine, async () => {
    const recorder = new Recorder();
    for (const { statements } of known?.migrations ?? [])
      for (const { events } of statements) recorder.remember(events);
    const { watched, leftOut } = await enter(task, engine, recorder);
    return new RehearsalRun(
      task,
      { migrations: known?.migrations ?? [], setupLeftOut: leftOut ?? known?.setupLeftOut ?? [] },
      engine,
      watched,
    );
  });
}

/** A rehearsal under way: the engine it stands on, and what it has seen. */
export class RehearsalRun {
  /** How many migrations were taken from an earlier rehearsal. */
  readonly reused: number;
  private readonly task: Task;
  private readonly done: MigrationTrace[];
  private readonly setupLeftOut: readonly string[];
  private engine: Engine;
  private watched: Watched;
  private isLeft = false;
  private isBroken = false;

  constructor(
    task: Task,
    known: Pick<Trace, 'migrations' | 'setupLeftOut'>,
    engine: Engine,
    watched: Watched,
  ) {
    this.task = task;
    this.reused = known.migrations.length;
    this.done = [...known.migrations];
    this.setupLeftOut = known.setupLeftOut;
    this.engine = engine;
    this.watched = watched;
  }

  async run(migration: Migration): Promise<void> {
    const { edited, chain } = this.task;
    if (this.done.length === edited && edited < chain.length && !this.isBroken) await this.restart();
    const { trace, failure } = await migrate(this.watched, migration);
    if (failure === undefined) {
      this.done.push(trace);
      return;
    }
    if (failure.rolledBack && !this.isBroken) await this.restart();
    const wentOn = await failure.runLeniently(this.watched);
    if (wentOn.passedApart && this.passesOnEmpty(wentOn.trace)) {
      this.done.push({ ...wentOn.trace, outcome: 'applied' });
      return;
    }
    this.isBroken = true;
    this.done.push(wentOn.trace);
  }

  /**
   * Whether a migration that uses a new enum value too early fails only on databases that are behind. On an empty database the
   * type itself is made in the same transaction, and then the value may be used.
   */
  private passesOnEmpty({ statements }: MigrationTrace): boolean {
    if (!runsTogether(this.task.history)) return false;
    const seen = [...this.done.flatMap((done) => done.statements), ...statements].flatMap(
      ({ events }) => events,
    );
    const types = new Set(
      seen.filter(({ type }) => type === 'type').map(({ identity }) => lastPart(identity)),
    );
    return statements.every(
      ({ error }) => error === undefined || types.has(lastPart(newValueOf(error) ?? '')),
    );
  }

  trace(): Trace {
    const { superuser, extensions } = this.task.options;
    const migrations = [...this.done];
    return {
      engine: this.engine.name,
      superuser,
      migrations,
      standIns: usedStandIns(migrations, extensions),
      setupLeftOut: this.setupLeftOut,
    };
  }

  /** Reads what has been made; nothing can run after it. */
  async schema(): Promise<Schema> {
    await this.leave();
    return readRehearsed(this.engine.main, { superuser: this.task.options.superuser });
  }

  /** Keeps the database for later runs, where every migration was applied. */
  async finish(): Promise<void> {
    if (!this.isBroken) await this.keep();
  }

  async close(): Promise<void> {
    try {
      if (!this.isLeft) await this.watched.session.close();
    } finally {
      await this.engine[Symbol.asyncDispose]();
    }
  }

  /** Keeps what stands by now, and goes on from there. */
  private async restart(): Promise<void> {
    const kept = await this.keep();
    if (kept === undefined) return;
    await this.engine[Symbol.asyncDispose]();
    this.engine = await open(this.task, [kept]);
    if (this.engine.startedFrom !== kept) throw new NotKept('what was kept went away at once');
    const { watched } = await enter(this.task, this.engine, this.watched.recorder);
    this.watched = watched;
    this.isLeft = false;
  }

  /** Stops the engine and keeps its data as a snapshot. The name of the snapshot; undefined where there is nothing to keep. */
  private async keep(): Promise<string | undefined> {
    const { chain, options } = this.task;
    const name = chain[this.done.length - 1];
    if (options.records === undefined || options.keepsSnapshots === false) return undefined;
    if (name === undefined || this.done.length <= this.reused) return undefined;
    await this.leave();
    await options.records.write({ chain: chain.slice(0, this.done.length), trace: this.trace() });
    await this.engine.save(name).catch((error: Error) => {
      throw new NotKept(error.message, { cause: error });
    });
    return name;
  }

  private async leave(): Promise<void> {
    if (this.isLeft) return;
    this.isLeft = true;
    await this.watched.session.close();
    await using admin = await this.engine.main.connect('superuser');
    await admin.query(unwatchSql);
  }
}

/** The enum whose new value a statement used too early, as the server names it. */
function newValueOf({ code, message }: SqlError): string | undefined {
  return code === '55P04' ? / of enum type (.+)$/.exec(message)?.[1] : undefined;
}

/** The Schema of a database that was kept; undefined where it is gone. */
export async function readSnapshot(
  history: History,
  name: string,
  options: RehearsalRunOptions,
): Promise<Schema | undefined> {
  await using engine = await openEngine({ ...engineOf(history, options), snapshots: [name] });
  if (engine.startedFrom !== name) return undefined;
  return await readRehearsed(engine.main, { superuser: options.superuser });
}

async function open({ history, options }: Task, snapshots: readonly string[]): Promise<Engine> {
  return await (options.openEngine ?? openEngine)({
    ...engineOf(history, options),
    snapshots,
    locks: options.locks ?? 'few',
    onProgress: (message) => options.onProgress?.({ kind: 'engine', message }),
  });
}

/** Lets the watch in, and the owner whom it watches. */
async function enter(
  task: Task,
  engine: Engine,
  recorder: Recorder,
): Promise<{ readonly watched: Watched; readonly leftOut: readonly string[] | undefined }> {
  const leftOut = await letWatchIn(engine, task);
  const session = await engine.main.connect(task.options.superuser ? 'superuser' : 'owner', {
    guarded: false,
  });
  session.onNotice((notice) => recorder.take(notice));
  const [row] = await session.query<{ newest: number }>(
    'select max(oid)::int8 as newest from pg_catalog.pg_class',
  );
  recorder.raiseHorizon(row?.newest ?? 0);
  await session.query(listenSql);
  return { watched: { database: engine.main, session, recorder }, leftOut };
}

async function letWatchIn(engine: Engine, { history, options }: Task) {
  const { admin, leftOut } = await enterServer(engine, history, options);
  await using session = admin;
  await session.query(watchSql);
  return leftOut;
}

/** The stand-ins that a history created, with what each does not do. */
function usedStandIns(
  done: readonly MigrationTrace[],
  own: RehearsalRunOptions['extensions'],
): readonly StandIn[] {
  const notes = new Map([
    ...standIns.map(({ name, note }) => [name, note] as const),
    ...Object.keys(own).map((name) => [name, 'a stand-in from strata.config'] as const),
  ]);
  const made = done
    .flatMap(({ statements }) => statements.flatMap(({ events }) => events))
    .filter(({ type, action }) => type === 'extension' && action === 'create')
    .map(({ identity }) => identity.replaceAll('"', ''));
  return [...new Set(made)].sort().flatMap((extension) => {
    const note = notes.get(extension);
    return note === undefined ? [] : [{ extension, note }];
  });
}
