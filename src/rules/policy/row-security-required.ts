import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { isAssumed, ownTables, placeOf } from '../reading/facts.ts';

export const rowSecurityRequired: Rule = {
  id: 'row-security-required',
  group: 'policy',
  severity: 'error',
  summary: 'A table of a schema that the policy `requireRowSecurity` names has no row security.',
  descendsFrom: [],
  *judge(subject) {
    const schemas = subject.policies.requireRowSecurity ?? [];
    for (const table of ownTables(subject)) {
      if (isAssumed(subject, table.name)) continue;
      if (!schemas.includes(table.schema ?? '') || table.definition.rowSecurity === true) continue;
      yield {
        act: placeOf(subject, table.name),
        focus: bareName(table.name),
        message: `${table.name} has no row security, which every table of schema ${table.schema} must have`,
        hint: `ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY;`,
      };
    }
  },
};
