import { createHash } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import type { LockRoom } from '../engine/settings.ts';
import { inStep } from '../model/errors.ts';
import type { History, Migration } from '../model/migration.ts';
import type { Progress } from '../model/progress.ts';
import type { Schema } from '../model/schema.ts';
import type { MigrationTrace, StandIn, Trace } from '../model/trace.ts';
import { chainOf, type RehearsalBasis } from './chain.ts';
import { openParts, readDatabase } from './history-schema.ts';
import { migrate, type Stage } from './migrate.ts';
import { forget, type Records, type Rehearsed } from './record.ts';
import { Recorder } from './recorder.ts';
import { grantOwnSettings, setUpServer } from './server-setup.ts';
import { listenSql, unwatchSql, watchSql } from './watch.ts';

export interface RehearseOptions extends RehearsalBasis {
  /** Undefined: neither read nor keep anything. */
  readonly records: Records | undefined;
  readonly cacheDir?: string;
  /** Reads the Schema while the database is at hand, for whoever will ask for it. */
  readonly readsSchema?: boolean;
  /** False: only what was seen is kept, no database that a later run could start from. */
  readonly keepsSnapshots?: boolean;
  /** Undefined: `few`, and once more with `many` where they run out. */
  readonly locks?: LockRoom;
  readonly onProgress?: (progress: Progress) => void;
  /** Called when something has to run: from now on there is time to do other things. */
  readonly onStart?: () => void;
  /**
   * Takes what is left to do once all has been seen: keeping the result and stopping the server. Whoever takes it must await it
   * in the end; where nobody does, the rehearsal waits itself.
   */
  readonly afterwards?: (settling: Promise<void>) => void;
}

/** A rehearsed history. */
export interface Rehearsal extends Rehearsed {
  /** How many migrations were taken from an earlier rehearsal. */
  readonly reused: number;
  /** Whether a server had to be started. */
  readonly startedEngine: boolean;
  /** What the history makes, as far as it could be replayed. */
  schema(): Promise<Schema>;
  /**
   * A value made from this rehearsal and `inputs` alone: taken from the disk where the same was made before, else made and kept
   * there. It must survive JSON.
   */
  kept<T>(part: string, inputs: unknown, make: () => Promise<T>): Promise<T>;
}

/**
 * Runs a history on a throwaway engine under its runner's rules, or finds that nothing has changed since it last ran.
 * A failing migration is told of and then replayed leniently, so that those after it are judged as well.
 */
export async function rehearse(history: History, options: RehearseOptions): Promise<Rehearsal> {
  const chain = chainOf(history, options);
  const name = chain.at(-1);
  const parts = openParts(options.records, name);
  const known = await options.records?.read(name ?? '');
  if (known !== undefined) {
    const schema = async () => (await parts.schema()) ?? (await readAgain(history, name, options));
    return { ...known, reused: chain.length, startedEngine: false, schema, kept: parts.kept };
  }
  options.onStart?.();
  const project = createHash('sha256').update(`${history.dir}\n${history.folder}`).digest('hex').slice(0, 16);
  const edited = sharedLength(chain, (await options.records?.lastChain(project)) ?? []);
  const course = await openCourse(history, chain, edited, options);
  const seen = await see(course, history, options).catch(async (error: unknown) => {
    await course.close();
    tellNotKept(error, options);
    return 'not kept' as const;
  });
  if (seen === 'not kept') return await rehearse(history, { ...options, keepsSnapshots: false });
  if (seen === undefined) {
    await course.close();
    return await rehearse(history, { ...options, locks: 'many' });
  }
  const { trace, read } = seen;
  const settling = settle(course, options, async () => {
    await options.records?.write({ chain, trace });
    await options.records?.writeLastChain(project, chain);
    if (read !== undefined) await parts.keepSchema(read);
  });
  if (options.afterwards === undefined) await settling;
  else options.afterwards(settling);
  const schema = async () => read ?? (await parts.schema()) ?? (await readAgain(history, name, options));
  return { chain, trace, reused: course.reused, startedEngine: true, schema, kept: parts.kept };
}

/** Runs what is not known yet; undefined where the server ran out of locks. */
async function see(
  course: Course,
  history: History,
  options: RehearseOptions,
): Promise<{ readonly trace: Trace; readonly read: Schema | undefined } | undefined> {
  const total = history.migrations.length;
  for (const [i, migration] of history.migrations.entries()) {
    if (i < course.done.length) continue;
    options.onProgress?.({ kind: 'migration', name: migration.name, index: i + 1, total });
    await inStep(`rehearsing ${migration.name}`, () => course.run(migration));
  }
  const trace = course.trace();
  if (options.locks === undefined && ranOutOfLocks(trace)) return undefined;
  return { trace, read: options.readsSchema === true ? await course.schema() : undefined };
}

/** Keeps the database before what tells of it: a record without its snapshot would be of no use. */
async function settle(course: Course, options: RehearseOptions, keep: () => Promise<void>): Promise<void> {
  try {
    await course.finish();
    await keep();
  } catch (error) {
    tellNotKept(error, options);
  } finally {
    await course.close();
  }
}

/** The state of a database could not be kept, as where the disk is full: that costs only time, now or in the next run. */
class NotKept extends Error {}

/** Throws any other error on. */
function tellNotKept(error: unknown, options: RehearseOptions): void {
  const reason = error instanceof Error && error.cause instanceof NotKept ? error.cause : error;
  if (!(reason instanceof NotKept)) throw error;
  options.onProgress?.({ kind: 'engine', message: `nothing is kept of this run: ${reason.message}` });
}

/** The Schema of a history that was rehearsed without reading it: from its snapshot, or by another rehearsal. */
async function readAgain(
  history: History,
  name: string | undefined,
  options: RehearseOptions,
): Promise<Schema> {
  const { openEngine } = await import('../engine/open.ts');
  if (options.records !== undefined && name !== undefined) {
    await using engine = await openEngine({
      kind: options.engine,
      base: { platform: history.platform, extensions: options.extensions },
      snapshots: [name],
      ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }),
    });
    if (engine.startedFrom === name) {
      const schema = await readDatabase(engine.main, { superuser: options.superuser });
      await openParts(options.records, name).keepSchema(schema);
      return schema;
    }
  }
  const records = options.records && forget(options.records, name ?? '');
  return (await rehearse(history, { ...options, records, readsSchema: true })).schema();
}

function ranOutOfLocks(trace: Trace): boolean {
  return trace.migrations.some(({ statements }) =>
    statements.some(({ error }) => error?.hint?.includes('max_locks_per_transaction') === true),
  );
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** A rehearsal under way: the engine it stands on, and what it has seen. */
interface Course {
  readonly done: readonly MigrationTrace[];
  readonly reused: number;
  run(migration: Migration): Promise<void>;
  trace(): Trace;
  /** Reads what has been made; nothing can run after it. */
  schema(): Promise<Schema>;
  /** Keeps the database for later runs, where every migration was applied. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** `edited`: how many migrations are as the project's last rehearsal had them; the next edit is likely right after. */
async function openCourse(
  history: History,
  chain: readonly string[],
  edited: number,
  options: RehearseOptions,
): Promise<Course> {
  const { openEngine } = await import('../engine/open.ts');
  const { adaptSql, standIns } = await import('../engine/stubs/stubs.ts');
  // Needed in the end; loaded while the server is busy.
  if (options.readsSchema === true) import('../catalog/read-schema.ts').catch(() => {});
  const notes = new Map<string, string>([
    ...standIns.map(({ name, note }) => [name, note] as const),
    ...Object.keys(options.extensions).map((name) => [name, 'a stand-in from strata.config'] as const),
  ]);
  const recorder = new Recorder();
  const done: MigrationTrace[] = [];
  let reused = 0;
  let broken = false;
  let engine = await open(options.records === undefined ? [] : chain.toReversed());
  let stage = await enter();

  async function open(snapshots: readonly string[]): Promise<Engine> {
    const opened = await openEngine({
      kind: options.engine,
      base: { platform: history.platform, extensions: options.extensions },
      snapshots,
      locks: options.locks ?? 'few',
      ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }),
      onProgress: (message) => options.onProgress?.({ kind: 'engine', message }),
    });
    if (done.length > 0 || opened.startedFrom === undefined) return opened;
    const known = await options.records?.read(opened.startedFrom);
    if (known === undefined) {
      await opened[Symbol.asyncDispose]();
      return open([]);
    }
    done.push(...known.trace.migrations);
    reused = done.length;
    for (const { statements } of done) for (const { events } of statements) recorder.remember(events);
    return opened;
  }

  async function enter(): Promise<Stage> {
    if (engine.startedFrom === undefined) await setUpServer(engine, options);
    const boss = await engine.main.connect('superuser');
    await grantOwnSettings(boss, history);
    await boss.query(watchSql);
    await boss.close();
    const session = await engine.main.connect(options.superuser ? 'superuser' : 'owner', { guarded: false });
    session.onNotice((notice) => recorder.take(notice));
    const [row] = await session.query<{ newest: number }>(
      'select max(oid)::int8 as newest from pg_catalog.pg_class',
    );
    recorder.raiseHorizon(row?.newest ?? 0);
    await session.query(listenSql);
    return { session, recorder, adapt: adaptSql, now: () => performance.timeOrigin + performance.now() };
  }

  let left = false;
  async function leave(): Promise<void> {
    if (left) return;
    left = true;
    await stage.session.close();
    const boss = await engine.main.connect('superuser');
    await boss.query(unwatchSql);
    await boss.close();
  }

  /** Keeps what stands after `done`, and goes on from there. */
  async function checkpoint(goOn: boolean): Promise<void> {
    const name = chain[done.length - 1];
    if (options.records === undefined || options.keepsSnapshots === false) return;
    if (name === undefined || done.length <= reused) return;
    await leave();
    await options.records.write({ chain: chain.slice(0, done.length), trace: trace() });
    await engine.save(name).catch((error: Error) => {
      throw new NotKept(error.message, { cause: error });
    });
    if (!goOn) return;
    engine = await open([name]);
    if (engine.startedFrom !== name) throw new NotKept('what was kept went away at once');
    stage = await enter();
    left = false;
  }

  function trace(): Trace {
    return {
      engine: engine.name,
      superuser: options.superuser,
      migrations: [...done],
      standIns: usedStandIns(done, notes),
    };
  }

  return {
    done,
    get reused() {
      return reused;
    },
    async run(migration) {
      if (done.length === edited && edited < chain.length && !broken) await checkpoint(true);
      const { trace: told, failure } = await migrate(stage, migration);
      if (failure === undefined) {
        done.push(told);
        return;
      }
      if (failure.rolledBack && !broken) await checkpoint(true);
      broken = true;
      done.push(await failure.goOn(stage));
    },
    trace,
    async schema() {
      await leave();
      return readDatabase(engine.main, { superuser: options.superuser });
    },
    async finish() {
      if (!broken) await checkpoint(false);
    },
    async close() {
      if (!left) await stage.session.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

/** The stand-ins that a history created, with what each does not do. */
function usedStandIns(
  done: readonly MigrationTrace[],
  notes: ReadonlyMap<string, string>,
): readonly StandIn[] {
  const used = new Set<string>();
  for (const { statements } of done) {
    for (const { events } of statements) {
      for (const { type, identity, action } of events) {
        if (type === 'extension' && action === 'create') used.add(identity.replaceAll('"', ''));
      }
    }
  }
  return [...used]
    .sort()
    .flatMap((extension) =>
      notes.has(extension) ? [{ extension, note: notes.get(extension) as string }] : [],
    );
}
