import type { Finding } from '../model/finding.ts';
import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../model/rule.ts';
import { findName, type Range } from '../sql/find-name.ts';
import { indexLines, type LineIndex, pointTo } from '../sql/locate.ts';
import { firstToken } from '../sql/scan.ts';
import { weighBySize } from './table-size.ts';

/**
 * Asks every rule. Each verdict becomes a finding with its place and code frame, in the order of the history. `failed` makes
 * the verdict on a rule that threw; without it the error is thrown on.
 */
export function judge(
  subject: Subject,
  rules: readonly Rule[],
  failed?: (rule: Rule, error: unknown) => Verdict,
): readonly Finding[] {
  const linesOf = countLines();
  const found = rules.flatMap((rule) =>
    ask(rule, subject, failed).map((verdict) => ({
      verdict,
      finding: findingOf(rule, weighBySize(subject, rule, verdict), linesOf),
    })),
  );
  return found.sort((a, b) => compareVerdicts(a.verdict, b.verdict)).map(({ finding }) => finding);
}

/** Most migrations are found at several places: their lines are counted once. */
function countLines(): (text: string) => LineIndex {
  const known = new Map<string, LineIndex>();
  return (text) => {
    const lines = known.get(text) ?? indexLines(text);
    known.set(text, lines);
    return lines;
  };
}

function ask(
  rule: Rule,
  subject: Subject,
  failed: ((rule: Rule, error: unknown) => Verdict) | undefined,
): readonly Verdict[] {
  try {
    return [...rule.judge(subject)];
  } catch (error) {
    if (failed === undefined) throw error;
    return [failed(rule, error)];
  }
}

/** By their statements; what no statement can be named for comes first. */
function compareVerdicts({ act: a }: Verdict, { act: b }: Verdict): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareActs(a, b);
}

function findingOf(rule: Rule, verdict: Verdict, linesOf: (text: string) => LineIndex): Finding {
  const { message, notes, hint, act, focus } = verdict;
  const common = {
    rule: rule.id,
    severity: verdict.severity ?? rule.severity,
    message,
    notes: notes ?? [],
    ...(hint === undefined ? {} : { hint }),
  };
  if (act === undefined) return common;
  const { up } = act.migration;
  const { start, end } = findFocus(act, focus);
  return {
    ...common,
    ...pointTo(up, start, end - start, linesOf(up.text)),
    migration: act.migration.name,
    statement: act.index,
  };
}

/** The name in the statement, or its first word. */
function findFocus(act: Act, focus: Verdict['focus']): Range {
  const { text } = act.migration.up;
  for (const name of typeof focus === 'string' ? [focus] : (focus ?? [])) {
    const found = findName(text, act, name);
    if (found !== undefined) return found;
  }
  return firstToken(text, act.start, act.end) ?? act;
}
