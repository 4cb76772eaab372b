import type { Rule } from '../../model/rule.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { actsOn, childrenOf, isAssumed, laterOf, ownTables, placeOf } from '../reading/facts.ts';

const switchingOff = /\bDISABLE\s+ROW\s+LEVEL\s+SECURITY\b/i;

export const policyWithoutRowSecurity: Rule = {
  id: 'policy-without-row-security',
  group: 'design',
  severity: 'warning',
  summary:
    'A table has policies, but row security is not enabled: the policies do nothing, and everybody with a grant sees every row.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const [policy, ...more] = childrenOf(subject, table.id, 'policy');
      if (isAssumed(subject, table.name)) continue;
      if (table.definition.rowSecurity === true || policy === undefined) continue;
      yield {
        act: laterOf(
          placeOf(subject, `${lastPart(policy.name)} on ${table.name}`) ??
            placeOf(subject, table.name, 'POLICY'),
          actsOn(subject, table.name).findLast(({ text }) => switchingOff.test(text)),
        ),
        focus: bareName(table.name),
        message: `${table.name} has ${more.length === 0 ? `policy \`${bareName(policy.name)}\`` : `${more.length + 1} policies`}, but row security is off: nothing enforces ${more.length === 0 ? 'it' : 'them'}`,
        hint: { code: `ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY;` },
      };
    }
  },
};
