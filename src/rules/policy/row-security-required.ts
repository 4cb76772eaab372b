import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { bareName } from '../../postgres/identifier.ts';
import { stringsOf } from '../../sql/nodes.ts';
import { childrenOf, factsOf, isAssumed, isOwn, ownTables, placeOf } from '../reading/facts.ts';
import { granteesOf, includesApi, isInApi, isOfApi, rolesNamed } from '../reading/rights.ts';
import { statementsOf } from '../reading/trees.ts';

export const rowSecurityRequired: Rule = {
  id: 'row-security-required',
  group: 'policy',
  severity: 'error',
  summary:
    "A table of a schema that the policy `requireRowSecurity` names has no row security; without that policy, one that Supabase's API answers for, or that is granted to roles of an API (`anon`, `authenticated`, `web_anon`) along with tables that have it, or a foreign table, which can have none.",
  descendsFrom: [],
  *judge(subject) {
    const schemas = subject.policies.requireRowSecurity;
    if (schemas === undefined) {
      yield* openTables(subject);
      yield* grantedAlike(subject);
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

/** Tables that everybody with the public key of a Supabase project may read or write, and foreign tables of any API. */
function* openTables(subject: Subject): Iterable<Verdict> {
  const foreign = factsOf(subject, 'foreign-table').filter(({ name }) => isOwn(subject, name));
  for (const table of [...ownTables(subject), ...foreign]) {
    const isForeign = table.kind === 'foreign-table';
    if (!isForeign && !isInApi(subject, table.schema)) continue;
    if (table.definition.rowSecurity === true) continue;
    // Policies without row security are a finding of their own.
    if (isAssumed(subject, table.name) || childrenOf(subject, table.id, 'policy').length > 0) continue;
    const roles = granteesOf(subject, table, ['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
    if (!includesApi(roles)) continue;
    yield {
      act: placeOf(subject, table.name),
      focus: bareName(table.name),
      severity: 'warning',
      message: `${table.name} has no row security: ${isInApi(subject, table.schema) ? "through Supabase's API " : ''}${roles.join(', ')} may read or change all of it`,
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

/** Tables without row security that one statement grants to those who ask an API, along with others that have it. */
function* grantedAlike(subject: Subject): Iterable<Verdict> {
  if (subject.history.platform === 'supabase') return;
  for (const { act, node } of statementsOf(subject, 'GrantStmt', /^GRANT\b/)) {
    if (node.targtype !== 'ACL_TARGET_ALL_IN_SCHEMA' || node.objtype !== 'OBJECT_TABLE' || !act.ran) continue;
    const schemas = stringsOf(node.objects);
    const tables = ownTables(subject).filter(({ schema }) => schemas.includes(schema ?? ''));
    const roles = rolesNamed(node.grantees).filter(isOfApi);
    const open = tables.filter((table) => isOpenTo(subject, table, roles));
    if (open.length === 0 || !tables.some(({ definition }) => definition.rowSecurity === true)) continue;
    yield {
      act,
      focus: roles,
      severity: 'warning',
      message: `${roles.join(', ')} may read or change all of ${few(
        open.map(({ name }) => name),
        4,
      )}, which ${open.length === 1 ? 'has' : 'have'} no row security while others of the schema do`,
      hint: [
        { code: open.map(({ name }) => `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`).join('\n') },
        'and add policies for those who may, or grant only the tables that are meant.',
      ],
    };
  }
}

/** Whether one of the roles gets at all rows of a table when all migrations have run. */
function isOpenTo(subject: Subject, table: Fact, roles: readonly string[]): boolean {
  if (table.definition.rowSecurity === true || isAssumed(subject, table.name)) return false;
  // Policies without row security are a finding of their own.
  if (childrenOf(subject, table.id, 'policy').length > 0) return false;
  const grantees = granteesOf(subject, table, ['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
  return roles.some((role) => grantees.includes(role));
}
