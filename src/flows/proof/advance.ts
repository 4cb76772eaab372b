import type { History, Migration } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { type RefusedStatement, runMigration } from '../../replay/run.ts';
import { actingRole, type Ground } from '../rehearsal/ground.ts';

/** Runs the migration at `index` on the ground, without rows. Returns what PostgreSQL refused; undefined where it passed. */
export async function advance(
  { database }: Ground,
  history: Pick<History, 'migrations' | 'runner' | 'isOneTransaction'>,
  index: number,
  settings: ProjectSettings,
): Promise<RefusedStatement | undefined> {
  const migration = history.migrations[index] as Migration;
  await using session = await database.connect(actingRole(settings), { guarded: false });
  return await runMigration(database, session, history, migration);
}
