import { explainTogether } from '../../explain/together.ts';
import type { Finding } from '../../model/finding.ts';
import { type History, runsTogether } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { runTogether, windowsOf } from '../../replay/together.ts';
import { rehearsalOptions } from '../rehearsal/rehearsal-options.ts';

/**
 * The failures of a history whose runner applies everything that is pending in one transaction: those of single migrations
 * (`alone`), and those that only occur together. Where the whole history passes together on an empty database, an error of
 * `alone` becomes a warning.
 */
export async function judgeTogether(
  history: History,
  rehearsal: Rehearsal | undefined,
  settings: ProjectSettings,
  alone: readonly Finding[],
): Promise<readonly Finding[]> {
  if (rehearsal === undefined || !runsTogether(history)) return alone;
  const windows = windowsOf(history);
  if (windows.length === 0) return alone;
  const { trace } = rehearsal;
  const failures = await rehearsal.kept('together', windows, () =>
    runTogether(history, trace, windows, { ...rehearsalOptions(settings), records: undefined }),
  );
  const passesOnEmpty = !failures.some(({ from }) => from === 0);
  return [
    ...(passesOnEmpty ? alone.map(passesTogether) : alone),
    ...(await explainTogether(history, trace, failures)),
  ];
}

function passesTogether(finding: Finding): Finding {
  if (finding.severity !== 'error') return finding;
  return {
    ...finding,
    severity: 'warning',
    notes: [
      ...finding.notes,
      'An empty database takes it: there the whole history runs in one transaction. It fails where the migrations before it are applied already.',
    ],
  };
}
