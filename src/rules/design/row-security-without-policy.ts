import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { childrenOf, isAssumed, ownTables, placeOf } from '../reading/facts.ts';
import { placeOfLostPolicy } from '../reading/places.ts';

export const rowSecurityWithoutPolicy: Rule = {
  id: 'row-security-without-policy',
  group: 'design',
  severity: 'info',
  summary: 'Row security is enabled and no policy lets anybody in: all but the owner see an empty table.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      if (table.definition.rowSecurity !== true || childrenOf(subject, table.id, 'policy').length > 0)
        continue;
      if (isAssumed(subject, table.name)) continue;
      const lost = placeOfLostPolicy(subject, table);
      yield {
        act: lost ?? placeOf(subject, table.name, 'ROW LEVEL SECURITY'),
        focus: bareName(table.name),
        ...(lost === undefined ? {} : { severity: 'warning' as const }),
        message: `${table.name} ${lost === undefined ? 'has row security and no policy' : 'keeps its row security and loses its last policy'}: all but its owner see no rows`,
        hint: 'Add a policy, or say in a comment that only the owner (a service role) may use it.',
      };
    }
  },
};
