import type { Finding } from '../model/finding.ts';
import { joinHints } from '../model/hint.ts';
import type { History } from '../model/migration.ts';
import { runnerWords } from '../model/runner-words.ts';
import { shellPath } from '../model/shell-word.ts';
import type { TogetherFailure, TogetherResult, Trace } from '../model/trace.ts';
import { loadParser } from '../sql/parse.ts';
import { explainFailure } from './explain.ts';
import { readFailure } from './failure.ts';
import { tellStory } from './story.ts';

/**
 * Failures that occur only where several pending migrations share a transaction. Those of a migration on its own are explained
 * elsewhere.
 */
export async function explainTogether(
  history: History,
  trace: Trace,
  failures: readonly TogetherFailure[],
): Promise<readonly Finding[]> {
  if (failures.length === 0) return [];
  await loadParser();
  const story = tellStory(history, trace);
  const seen = new Set<string>();
  return failures.flatMap(({ from, migration, statement, error }) => {
    const told = trace.migrations[migration]?.statements.find(({ index }) => index === statement);
    const place = `${migration} ${statement}`;
    if (told === undefined || told.error !== undefined || seen.has(place)) return [];
    seen.add(place);
    const failed = readFailure(history, story, migration, { ...told, error }, error);
    return [togetherFinding(history, explainFailure(failed), from, migration)];
  });
}

function togetherFinding(history: History, finding: Finding, from: number, migration: number): Finding {
  const names = history.migrations.map(({ name }) => name);
  const [first, before, own] = [names[from], names[migration - 1], names[migration]];
  const isEmpty = from === 0;
  const runner = history.runner === 'plain' ? 'node-pg-migrate' : runnerWords(history).name;
  const where = isEmpty
    ? 'on an empty database'
    : `where ${first} is pending as well, on databases that have what comes before it`;
  return {
    ...finding,
    rule: 'fails-together',
    severity: isEmpty ? 'error' : 'warning',
    message: `${own} fails ${where}: ${finding.message}`,
    notes: [
      `${runner} applies everything that is pending in one transaction; applied one by one, these migrations pass.`,
      ...finding.notes,
    ],
    hint: joinHints(
      `Databases that are behind get there in two steps: strata deploy --to ${shellPath(before ?? '')}, and then strata deploy.`,
      finding.hint,
    ),
  };
}

/** What is not known since it was not tried: "whether 0005 to 0006 can be ...". Empty where all was. */
export function notTriedTogether(
  { migrations }: Pick<History, 'migrations'>,
  { untried }: TogetherResult,
): readonly string[] {
  if (untried === undefined) return [];
  const name = (at: number) => migrations[at]?.name ?? '';
  return untried.windows.map(
    ({ from, to }) =>
      `whether ${name(from)} to ${name(to)} can be applied in one transaction, since ${name(untried.behind)} fails before them`,
  );
}

/** The sentence that says why pending migrations cannot be applied in one transaction. */
export async function whyNotTogether(
  history: History,
  trace: Trace,
  { migration, statement, error }: TogetherFailure,
): Promise<string> {
  const told = trace.migrations[migration]?.statements.find(({ index }) => index === statement);
  if (told === undefined) return error.message;
  await loadParser();
  const failed = readFailure(history, tellStory(history, trace), migration, { ...told, error }, error);
  return explainFailure(failed).message;
}
