import type { History, Migration } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { runMigration } from '../../replay/run.ts';
import { actingRole, type Ground } from '../sources/ground.ts';

/** Runs the migration at `index` on the ground, without rows. Returns whether it passed. */
export async function advance(
  { database }: Ground,
  history: Pick<History, 'migrations' | 'runner' | 'isOneTransaction'>,
  index: number,
  settings: ProjectSettings,
): Promise<boolean> {
  const migration = history.migrations[index] as Migration;
  await using session = await database.connect(actingRole(settings), { guarded: false });
  return (await runMigration(database, session, history, migration)) === undefined;
}
