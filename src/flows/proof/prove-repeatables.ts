import { diffSchemas } from '../../diff/diff.ts';
import { isRepeatable } from '../../ledger/read.ts';
import { StrataError } from '../../model/errors.ts';
import type { History, Migration } from '../../model/migration.ts';
import { idWords } from '../../model/object-id.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { failedMigrations } from '../../model/trace.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';

/**
 * Throws where downs would not leave what Flyway's repeatable scripts make as they make it (a view goes with a column by
 * `CASCADE`). Those scripts stay applied, and Flyway runs none of them again that was not edited.
 */
export async function refuseLostRepeatables(
  history: History,
  applied: readonly Migration[],
  leaving: readonly Migration[],
  downs: readonly Migration[],
  settings: ProjectSettings,
): Promise<void> {
  const repeatable = applied.filter(isRepeatable).map(({ name }) => name);
  if (repeatable.length === 0 || leaving.length === 0) return;
  const staying = applied.filter((migration) => !leaving.includes(migration));
  const expected = await rehearsePart(history, staying, settings);
  const needy = failedMigrations(expected.trace).find((name) => repeatable.includes(name));
  if (needy !== undefined) throw lost(`${needy} needs what would be taken back`);
  const left = await rehearsePart(history, [...applied, ...downs], settings);
  const [change] = diffSchemas(await expected.schema(), await left.schema());
  if (change !== undefined)
    throw lost(`${idWords(change.id)} would not be left as ${repeatable.join(', ')} and the rest make it`);
}

function lost(message: string): StrataError {
  return new StrataError('project', message, {
    hint: 'Nothing was changed. Flyway does not run a repeatable script again until it is edited: write it for what stays, and deploy that first.',
  });
}
