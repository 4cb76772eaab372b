import { escaped } from '../../model/patterns.ts';
import type { Rule, Subject } from '../../model/rule.ts';
import { withoutSignature } from '../../postgres/identifier.ts';
import { parenthesised } from '../../postgres/lists.ts';
import { factsOf, textOf } from '../reading/facts.ts';
import { policiesOf, tablesWithPolicies } from '../reading/row-security.ts';

export const policyCallPerRow: Rule = {
  id: 'policy-call-per-row',
  group: 'design',
  severity: 'info',
  summary:
    'A policy calls a function that is not immutable for every row; inside a sub-select it is called once for the query.',
  descendsFrom: [],
  *judge(subject) {
    const volatile = slowFunctions(subject);
    for (const table of tablesWithPolicies(subject)) {
      for (const { name, using, check, act } of policiesOf(subject, table)) {
        const text = outsideConstants(`${using} ${check}`);
        const called = [...volatile].find((one) => callsPerRow(text, one));
        if (called === undefined || act === undefined) continue;
        yield {
          act,
          focus: called.split('.').at(-1),
          message: `policy \`${name}\` of ${table.name} calls ${called}() for every row that it looks at`,
          hint: `Its arguments do not depend on the row: write (SELECT ${called}(…)), which the planner calls once.`,
        };
      }
    }
  },
};

/** A text without the sub-selects that read no table: the planner computes each of them once for the query. */
function outsideConstants(text: string): string {
  for (const { index } of text.matchAll(/\(\s*SELECT\b/g)) {
    const { inside, after } = parenthesised(text, index);
    if (!/\bFROM\b/.test(inside)) return outsideConstants(`${text.slice(0, index)}…${after}`);
  }
  return text;
}

const literal = String.raw`(?:(?:'(?:[^']|'')*'|NULL)(?:::[\w ."[\]]+)?|true|false|-?\d+)`;

/** Whether it is called without arguments or with literals alone, and so may stand in a sub-select. */
function callsPerRow(text: string, name: string): boolean {
  if (!text.includes(`${name}(`)) return false;
  return new RegExp(`(?<![\\w.])${escaped(name)}\\((?:${literal}(?:, ${literal})*)?\\)`).test(text);
}

/** Functions that are called anew for each row, and those that platforms bring. */
function slowFunctions(subject: Subject): ReadonlySet<string> {
  const names = new Set(['auth.uid', 'auth.jwt', 'auth.role', 'auth.email', 'current_setting']);
  for (const routine of factsOf(subject, 'function')) {
    const source = textOf(routine, 'source');
    if (/^ .*\bIMMUTABLE\b/m.test(source.slice(0, 2000))) continue;
    const qualified = withoutSignature(routine.name);
    names.add(qualified);
    if (qualified.startsWith('public.')) names.add(qualified.slice('public.'.length));
  }
  return names;
}
