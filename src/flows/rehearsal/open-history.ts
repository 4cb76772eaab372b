import { type Engine, NotPrepared } from '../../engine/engine.ts';
import { openEngine } from '../../engine/open.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { shellPath } from '../../model/shell-word.ts';
import { chainOf } from '../../replay/chain.ts';
import { leftOutIn, placeLeftOut } from '../../replay/left-out.ts';
import { forget } from '../../replay/record.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { runMigration } from '../../replay/run.ts';
import { engineOf } from '../../replay/server-setup.ts';
import { placeIn } from '../../sql/locate.ts';
import { actingRole, groundFor, openPrelude } from './ground.ts';
import { rehearsalOptions } from './rehearsal-options.ts';

/** A database that migrations have made. */
interface OpenedHistory {
  readonly engine: Engine;
  /** What takes more rights than an ordinary owner has, and was left out: `001, line 3 (what the server said)` each. */
  leftOut(): Promise<readonly string[]>;
}

/** The database that migrations make, from its snapshot where one is kept. Throws a `project` error where one of them fails. */
export async function openHistory(history: History, settings: ProjectSettings): Promise<Engine> {
  return (await openWithNotes(history, settings)).engine;
}

/** The same, with what had to be left out of them. */
export async function openWithNotes(history: History, settings: ProjectSettings): Promise<OpenedHistory> {
  const { records, ...options } = rehearsalOptions(settings);
  const name = records && chainOf(history, options).at(-1);
  if (records === undefined || name === undefined) return await openReplayed(history, settings);
  const prepare = async () => {
    const { trace } = await rehearse(history, { ...options, records: forget(records, name), mustKeep: true });
    const failed = trace.migrations.find(({ outcome }) => outcome === 'failed');
    const why = failed?.statements.find(({ error }) => error !== undefined)?.error?.message;
    if (failed !== undefined) throw doesNotReplay(history, failed.migration, why);
  };
  const engine = await openEngine({ ...engineOf(history, settings), snapshots: [name], prepare }).catch(
    (error: unknown) => {
      if (error instanceof NotPrepared) return undefined;
      throw error;
    },
  );
  if (engine === undefined) return await openReplayed(history, settings);
  return {
    engine,
    leftOut: async () => leftOutIn((await rehearse(history, { ...options, records })).trace),
  };
}

/** The same without a snapshot. */
async function openReplayed(history: History, settings: ProjectSettings): Promise<OpenedHistory> {
  return closeOnFailure(await openPrelude({ settings, ...groundFor(history) }), async (engine) => {
    const leftOut = await replay(engine, history, settings);
    return { engine, leftOut: async () => leftOut };
  });
}

/** Runs a whole history, unwatched and unkept. Returns what was left out. */
async function replay(
  engine: Engine,
  history: History,
  settings: ProjectSettings,
): Promise<readonly string[]> {
  await using session = await engine.main.connect(actingRole(settings), { guarded: false });
  const leftOut: string[] = [];
  for (const migration of history.migrations) {
    const { name, up } = migration;
    const error = await runMigration(engine.main, session, history, migration, (left) =>
      leftOut.push(placeLeftOut(name, placeIn(up, left.offset).line, left.error)),
    );
    if (error !== undefined) throw doesNotReplay(history, name, error.error.message);
  }
  return leftOut;
}

/** The error of a history that fails at a migration, and `why`. */
export function doesNotReplay(history: Pick<History, 'dir'>, migration: string, why = ''): StrataError {
  const reason = why === '' ? '' : ` (${why.split('\n')[0]})`;
  return new StrataError('project', `its history does not replay: ${migration} fails${reason}`, {
    hint: `strata check ${shellPath(history.dir)} explains why.`,
  });
}
