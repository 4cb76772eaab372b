import type { Rule, Subject } from '../../model/rule.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { factsOf, placeOf, tableOf, textOf } from '../reading/facts.ts';

export const policyCallPerRow: Rule = {
  id: 'policy-call-per-row',
  group: 'design',
  severity: 'info',
  summary:
    'A policy calls a function that is not immutable for every row; inside a sub-select it is called once for the query.',
  descendsFrom: [],
  *judge(subject) {
    const volatile = slowFunctions(subject);
    for (const policy of factsOf(subject, 'policy')) {
      const text = `${textOf(policy, 'using')} ${textOf(policy, 'check')}`;
      const called = [...volatile].find((name) => callsPerRow(text, name));
      if (called === undefined) continue;
      const table = tableOf(policy);
      const name = bareName(policy.name);
      const act = placeOf(subject, `${policy.name.slice(table.length + 1)} on ${table}`, name);
      if (act === undefined) continue;
      yield {
        act,
        focus: called.split('.').at(-1),
        message: `policy \`${name}\` of ${table} calls ${called}() for every row that it looks at`,
        hint: `Where its arguments do not depend on the row, write (SELECT ${called}(…)): the planner calls it once.`,
      };
    }
  },
};

/** A call with arguments that name no column may stand in a sub-select; one with none always may. */
function callsPerRow(text: string, name: string): boolean {
  if (!text.includes(`${name}(`)) return false;
  const call = new RegExp(`(?<![\\w.])${name.replaceAll(/[.$]/g, '\\$&')}\\(\\)`, 'g');
  for (const match of text.matchAll(call)) {
    if (!/\(\s*SELECT\s+$/i.test(text.slice(0, match.index))) return true;
  }
  return false;
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
