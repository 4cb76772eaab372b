import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/open.ts';
import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { shellPath } from '../../model/shell-word.ts';
import { chainOf } from '../../replay/chain.ts';
import { forget } from '../../replay/record.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { runMigration } from '../../replay/run.ts';
import { engineOf } from '../../replay/server-setup.ts';
import { actingRole, closeOnFailure, groundFor, openPrelude } from './ground.ts';
import { rehearsalOptions } from './rehearsal-options.ts';

/** The database that migrations make, from its snapshot where one is kept. Throws a `project` error where one of them fails. */
export async function openHistory(history: History, settings: ProjectSettings): Promise<Engine> {
  const { records, ...options } = rehearsalOptions(settings);
  const name = records && chainOf(history, options).at(-1);
  if (records === undefined || name === undefined) {
    return closeOnFailure(await openPrelude({ settings, ...groundFor(history) }), async (engine) => {
      await replay(engine, history, settings);
      return engine;
    });
  }
  const prepare = async () => {
    const { trace } = await rehearse(history, { ...options, records: forget(records, name) });
    const failed = trace.migrations.find(({ outcome }) => outcome === 'failed');
    const why = failed?.statements.find(({ error }) => error !== undefined)?.error?.message;
    if (failed !== undefined) throw doesNotReplay(history, failed.migration, why);
  };
  return openEngine({ ...engineOf(history, settings), snapshots: [name], prepare });
}

/** Runs a whole history, unwatched and unkept. */
async function replay(engine: Engine, history: History, settings: ProjectSettings): Promise<void> {
  await using session = await engine.main.connect(actingRole(settings), { guarded: false });
  for (const migration of history.migrations) {
    const error = await runMigration(engine.main, session, history, migration);
    if (error !== undefined) throw doesNotReplay(history, migration.name, error.error.message);
  }
}

/** The error of a history that fails at a migration, and `why`. */
export function doesNotReplay(history: Pick<History, 'dir'>, migration: string, why = ''): StrataError {
  const reason = why === '' ? '' : ` (${why.split('\n')[0]})`;
  return new StrataError('project', `its history does not replay: ${migration} fails${reason}`, {
    hint: `strata check ${shellPath(history.dir)} explains why.`,
  });
}
