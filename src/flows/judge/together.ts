import { explainTogether, notTriedTogether } from '../../explain/together.ts';
import type { Finding } from '../../model/finding.ts';
import { type History, runsTogether } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { tryTogether, windowsOf } from '../../replay/together.ts';
import { rehearsalOptions } from '../rehearsal/rehearsal-options.ts';

/** The failures of a history, and what could not be tried, a sentence each. */
interface Explained {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly string[];
}

/**
 * The failures of a history whose runner applies everything that is pending in one transaction: those of single migrations
 * (`alone`), and those that only occur together. What passes on an empty database, where it shares a transaction with all
 * before it, becomes a warning.
 */
export async function judgeTogether(
  history: History,
  rehearsal: Rehearsal | undefined,
  settings: ProjectSettings,
  alone: Explained,
): Promise<Explained> {
  if (rehearsal === undefined || !runsTogether(history)) return alone;
  const windows = windowsOf(history);
  const [first] = windows;
  if (first === undefined) return alone;
  const { trace } = rehearsal;
  const result = await rehearsal.kept('together', windows, () =>
    tryTogether(history, trace, windows, { ...rehearsalOptions(settings), records: undefined }),
  );
  const { failures } = result;
  const passesOnEmpty = first.from === 0 && !failures.some(({ from }) => from === 0);
  const onEmpty = new Set(history.migrations.slice(0, first.to + 1).map(({ name }) => name));
  const passes = ({ migration }: Finding) => passesOnEmpty && onEmpty.has(migration ?? '');
  return {
    findings: [
      ...alone.findings.map((finding) => (passes(finding) ? passesTogether(finding) : finding)),
      ...(await explainTogether(history, trace, failures)),
    ],
    notChecked: [...alone.notChecked, ...notTriedTogether(history, result)],
  };
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
