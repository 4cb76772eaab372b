import { StrataError } from '../../model/errors.ts';
import { type Finding, severities } from '../../model/finding.ts';
import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { judge } from '../../rules/judge.ts';
import { rules } from '../../rules/rules.ts';

/** What the project's own rules find. A rule that throws, or yields what is not a verdict, is an error of its configuration. */
export function judgeByOwn(subject: Subject, ownRules: readonly Rule[]): readonly Finding[] {
  return ownRules.flatMap((rule) => {
    if (rules.some(({ id }) => id === rule.id))
      throw faulty(rule, "has the name of one of Strata's", 'Give it a name of its own.');
    try {
      return judge(subject, [{ ...rule, judge: (asked) => checked(rule, asked) }]);
    } catch (error) {
      if (error instanceof StrataError) throw error;
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      const where = /\n\s+at (.*)/.exec(stack)?.[1];
      const hint = `It threw${where === undefined ? '' : ` at ${where}`}: mend it, or take it out of \`ownRules\`.`;
      throw faulty(rule, `failed: ${message}`, hint, error);
    }
  });
}

function* checked(rule: Rule, subject: Subject): Iterable<Verdict> {
  for (const verdict of rule.judge(subject)) {
    const fault = faultOf(verdict);
    if (fault !== undefined)
      throw faulty(rule, `yields what is not a verdict: ${fault}`, 'docs/configuration.md shows a rule.');
    yield verdict;
  }
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return `${value}`;
  const verdict: Partial<Record<keyof Verdict, unknown>> = value;
  const { message, notes = [], hint = '', severity = 'info', act } = verdict;
  if (typeof message !== 'string' || message === '') return '`message` is not a text';
  if (!Array.isArray(notes) || notes.some((note) => typeof note !== 'string'))
    return '`notes` is not a list of texts';
  if (!isHint(hint)) return '`hint` is neither a text nor a list of texts and `{ code }`';
  if (!severities.some((one) => one === severity)) return `\`severity\` is none of ${severities.join(', ')}`;
  const isAct = act === undefined || (typeof act === 'object' && act !== null && 'migration' in act);
  return isAct ? undefined : '`act` is none of the statements in `acts`';
}

function isHint(hint: unknown): boolean {
  const parts: readonly unknown[] = Array.isArray(hint) ? hint : [hint];
  return parts.every((part) => typeof ((part as { code?: unknown } | null)?.code ?? part) === 'string');
}

function faulty(rule: Rule, what: string, hint: string, cause?: unknown): StrataError {
  return new StrataError('config', `rule \`${rule.id}\` of strata.config ${what}`, { hint, cause });
}
