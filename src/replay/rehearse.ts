import { createHash } from 'node:crypto';
import { NotPrepared } from '../engine/engine.ts';
import { inStep } from '../model/errors.ts';
import type { History } from '../model/migration.ts';
import type { Schema } from '../model/schema.ts';
import type { Trace } from '../model/trace.ts';
import { chainOf } from './chain.ts';
import { openParts } from './parts.ts';
import { forget, NotKept, type Rehearsed } from './record.ts';
import type { RehearsalRun, RehearsalRunOptions } from './rehearsal-run.ts';

export interface RehearseOptions extends RehearsalRunOptions {
  /** Reads the Schema while the database is at hand, for whoever will ask for it. */
  readonly readsSchema?: boolean;
  /** Throws `NotPrepared` where no snapshot can be kept, which else costs only time: for an engine that is to start from it. */
  readonly mustKeep?: boolean;
  /** Called when a server has to be started: while it does, the caller can do other work. */
  readonly onStart?: () => void;
  /**
   * Receives the work that is left when the trace is complete: keeping the result and stopping the server. The receiver must
   * await it in the end. Without this option the rehearsal awaits it itself.
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
   * A value that depends only on this rehearsal and on `inputs`: read from disk if it was made before, else made and kept. It
   * must survive JSON.
   */
  kept<T>(part: string, inputs: unknown, make: () => Promise<T>): Promise<T>;
}

/**
 * Runs a history on a throwaway engine under its runner's rules, or reads the record of an equal rehearsal. The statements of a
 * failing migration are then run one by one, so that later migrations can be judged as well.
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
  const { openRehearsalRun } = await import('./rehearsal-run.ts');
  // Needed in the end; loaded while the server is busy.
  if (options.readsSchema === true) import('../catalog/read-schema.ts').catch(() => {});
  const project = createHash('sha256').update(`${history.dir}\n${history.folder}`).digest('hex').slice(0, 16);
  const edited = sharedLength(chain, (await options.records?.lastChain(project)) ?? []);
  const course = await openRehearsalRun({ history, chain, edited, options });
  const seen = await see(course, history, options).catch(async (error: unknown) => {
    // What stopped the rehearsal is to be told, and not that a server which went away cannot be closed.
    await course.close().catch(() => {});
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
  course: RehearsalRun,
  history: History,
  options: RehearseOptions,
): Promise<{ readonly trace: Trace; readonly read: Schema | undefined } | undefined> {
  const total = history.migrations.length;
  for (const [i, migration] of history.migrations.entries()) {
    if (i < course.reused) continue;
    options.onProgress?.({ kind: 'migration', name: migration.name, index: i + 1, total });
    await inStep(`rehearsing ${migration.name}`, () => course.run(migration));
  }
  const trace = course.trace();
  if (options.locks === undefined && ranOutOfLocks(trace)) return undefined;
  return { trace, read: options.readsSchema === true ? await course.schema() : undefined };
}

/** Keeps the snapshot and the record. What cannot be kept is told: a record is of use without its snapshot too. */
async function settle(
  course: RehearsalRun,
  options: RehearseOptions,
  keep: () => Promise<void>,
): Promise<void> {
  try {
    await course.finish();
    await keep();
  } catch (error) {
    tellNotKept(error, options);
  } finally {
    await course.close();
  }
}

/** Throws any other error on, and this one too where the snapshot is what the rehearsal is for. */
function tellNotKept(error: unknown, options: RehearseOptions): void {
  const reason = error instanceof Error && error.cause instanceof NotKept ? error.cause : error;
  if (!(reason instanceof NotKept)) throw error;
  if (options.mustKeep === true) throw new NotPrepared(reason.message);
  options.onProgress?.({ kind: 'engine', message: `nothing is kept of this run: ${reason.message}` });
}

/** The Schema of a history whose rehearsal did not read it: from its snapshot, or by another rehearsal. */
async function readAgain(
  history: History,
  name: string | undefined,
  options: RehearseOptions,
): Promise<Schema> {
  if (options.records !== undefined && name !== undefined) {
    const { readSnapshot } = await import('./rehearsal-run.ts');
    const schema = await readSnapshot(history, name, options);
    if (schema !== undefined) {
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
