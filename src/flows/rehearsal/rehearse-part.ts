import type { History, Migration } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { RehearsalRunOptions } from '../../replay/rehearsal-run.ts';
import { type Rehearsal, rehearse } from '../../replay/rehearse.ts';
import { rehearsalOptions } from './rehearsal-options.ts';

/** How a part of a history is rehearsed. It is not remembered as the project's last run, by which edits are recognised. */
export function partOptions(settings: ProjectSettings): RehearsalRunOptions {
  const { records, ...options } = rehearsalOptions(settings);
  return { ...options, records: records && { ...records, writeLastChain: async () => {} } };
}

/** Rehearses some of a history's migrations, and reads what they make. */
export async function rehearsePart(
  history: History,
  migrations: readonly Migration[],
  settings: ProjectSettings,
): Promise<Rehearsal> {
  return rehearse({ ...history, migrations }, { ...partOptions(settings), readsSchema: true });
}
