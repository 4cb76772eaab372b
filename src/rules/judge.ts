import type { Finding } from '../model/finding.ts';
import type { Act, Rule, Subject, Verdict } from '../model/rule.ts';
import { frameAt, indexLines, locate } from '../sql/locate.ts';
import { tokens } from '../sql/scan.ts';
import { weigh } from './weigh.ts';

/**
 * Asks every rule, and gives each verdict its place and its code frame; in the order of the history. `failed` says what is to be
 * told of a rule that threw; without it the error leaves.
 */
export function judge(
  subject: Subject,
  rules: readonly Rule[],
  failed?: (rule: Rule, error: unknown) => Verdict,
): readonly Finding[] {
  const found = rules.flatMap((rule) =>
    ask(rule, subject, failed).map((verdict) => ({
      verdict,
      finding: findingOf(rule, weigh(subject, rule, verdict)),
    })),
  );
  return found.sort((a, b) => order(a.verdict.act) - order(b.verdict.act)).map(({ finding }) => finding);
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

/** What no statement can be named for comes first. */
function order(act: Act | undefined): number {
  return act === undefined ? -1 : act.at * 1e6 + act.index;
}

function findingOf(rule: Rule, verdict: Verdict): Finding {
  const { message, notes, hint, act, focus } = verdict;
  const common = {
    rule: rule.id,
    severity: verdict.severity ?? rule.severity,
    message,
    notes: notes ?? [],
    ...(hint === undefined ? {} : { hint }),
  };
  if (act === undefined) return common;
  const { file, firstLine, text } = act.migration.up;
  const lines = indexLines(text);
  const { start, end } = findFocus(act, focus);
  const place = locate(lines, start);
  return {
    ...common,
    where: { file, line: place.line + firstLine - 1, column: place.column },
    migration: act.migration.name,
    statement: act.index,
    frame: frameAt(lines, start, end - start, firstLine),
  };
}

/** The name in the statement, or its first word. */
function findFocus(act: Act, focus: string | undefined): { readonly start: number; readonly end: number } {
  const { text } = act.migration.up;
  let first: { start: number; end: number } | undefined;
  for (const token of tokens(text, act.start, act.end)) {
    first ??= token;
    if (focus === undefined) break;
    const own = text.slice(token.start, token.end);
    if (token.kind === 'word' && own.toLowerCase() === focus.toLowerCase()) return token;
    if (token.kind === 'quoted' && own.slice(1, -1).replaceAll('""', '"') === focus) return token;
  }
  const inside = focus === undefined || focus === '' ? -1 : act.text.indexOf(focus);
  if (inside === -1 || focus === undefined) return first ?? act;
  return { start: act.start + inside, end: act.start + inside + focus.length };
}
