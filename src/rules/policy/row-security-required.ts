import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { childrenOf, factsOf, isAssumed, isOwn, ownTables, placeOf } from '../reading/facts.ts';
import { granteesOf, includesApi, isInApi } from '../reading/rights.ts';

export const rowSecurityRequired: Rule = {
  id: 'row-security-required',
  group: 'policy',
  severity: 'error',
  summary:
    "A table of a schema that the policy `requireRowSecurity` names has no row security; without that policy, one that Supabase's API answers for.",
  descendsFrom: [],
  *judge(subject) {
    const schemas = subject.policies.requireRowSecurity;
    if (schemas === undefined) {
      yield* openTables(subject);
      return;
    }
    for (const table of ownTables(subject)) {
      if (isAssumed(subject, table.name)) continue;
      if (!schemas.includes(table.schema ?? '') || table.definition.rowSecurity === true) continue;
      yield {
        act: placeOf(subject, table.name),
        focus: bareName(table.name),
        message: `${table.name} has no row security, which every table of schema ${table.schema} must have`,
        hint: { code: `ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY;` },
      };
    }
  },
};

/** Tables that everybody with the public key of a Supabase project may read or write. */
function* openTables(subject: Subject): Iterable<Verdict> {
  const foreign = factsOf(subject, 'foreign-table').filter(({ name }) => isOwn(subject, name));
  for (const table of [...ownTables(subject), ...foreign]) {
    if (!isInApi(subject, table.schema) || table.definition.rowSecurity === true) continue;
    // Policies without row security are a finding of their own.
    if (isAssumed(subject, table.name) || childrenOf(subject, table.id, 'policy').length > 0) continue;
    const roles = granteesOf(subject, table, ['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
    if (!includesApi(roles)) continue;
    yield {
      act: placeOf(subject, table.name),
      focus: bareName(table.name),
      severity: 'warning',
      message: `${table.name} has no row security: through Supabase's API ${roles.join(', ')} may read or change all of it`,
      hint:
        table.kind === 'table'
          ? [
              { code: `ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY;` },
              'and add policies for those who may.',
            ]
          : [
              'Foreign tables have none: move it to a schema of its own, or',
              { code: `REVOKE ALL ON ${table.name} FROM ${roles.join(', ')};` },
            ],
    };
  }
}
