import { once } from '../../model/once.ts';
import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { list } from '../../model/words.ts';
import { qualifiedName } from '../../postgres/identifier.ts';
import { parseSql, relationsRead } from '../../sql/parse.ts';
import { factOf, isAssumed } from '../reading/facts.ts';
import {
  isFor,
  type Policy,
  type PolicyCommand,
  policiesOf,
  tablesWithPolicies,
} from '../reading/row-security.ts';
import { unique } from '../reading/wording.ts';

/** https://www.postgresql.org/docs/18/ddl-rowsecurity.html */
export const policyRecursion: Rule = {
  id: 'policy-recursion',
  group: 'design',
  severity: 'warning',
  summary:
    'The policies of a table read the table itself, or read each other in a ring: PostgreSQL refuses every query that they apply to.',
  descendsFrom: [],
  *judge(subject) {
    const told = new Set<string>();
    for (const table of tablesWithPolicies(subject)) {
      for (const ring of ringsFrom(subject, table)) {
        const tables = ring.map(({ name }) => name).sort();
        const key = tables.join('\n');
        if (told.has(key) || ring.some(({ name }) => isAssumed(subject, name))) continue;
        told.add(key);
        const act = lastOf(ring.flatMap((one) => policiesOf(subject, one)));
        if (act === undefined) continue;
        yield {
          act,
          message:
            tables.length === 1
              ? `policies of ${tables[0]} read ${tables[0]} itself: every query of it that they apply to fails`
              : `policies of ${list(tables)} read each other: every query of them that they apply to fails`,
          notes: [
            'PostgreSQL says: infinite recursion detected in policy (42P17). Only owners and roles with BYPASSRLS pass.',
          ],
          hint: 'Let the policy call a function with SECURITY DEFINER and a search_path of its own that reads the table: its owner passes the policies.',
        };
      }
    }
  },
};

/** The last of the statements that made policies which read tables. */
function lastOf(policies: readonly Policy[]): Act | undefined {
  const acts = policies.flatMap((policy) => (tablesIn(policy).length > 0 ? (policy.act ?? []) : []));
  return acts.sort(compareActs).at(-1);
}

/** The rings that a query of a table runs into, for one of the roles that its policies are for. */
function* ringsFrom(subject: Subject, table: Fact): Iterable<readonly Fact[]> {
  const policies = policiesOf(subject, table).filter((policy) => tablesIn(policy).length > 0);
  for (const role of unique(policies.flatMap(({ roles }) => roles))) {
    for (const command of unique(policies.flatMap(({ commands }) => commands))) {
      const ring = ringOf(subject, role, table, command, [], new Set());
      if (ring !== undefined) yield ring;
    }
  }
}

/**
 * Follows what the policies of a table read, as PostgreSQL does when it puts them into a query: it meets a table again whose policies
 * it is about to put in. `under`: those tables; `clear`: tables from which no ring was found.
 */
function ringOf(
  subject: Subject,
  role: string,
  table: Fact,
  command: PolicyCommand,
  under: readonly Fact[],
  clear: Set<Fact>,
): readonly Fact[] | undefined {
  const read = unique(
    policiesOf(subject, table)
      .filter((policy) => policy.commands.includes(command) && isFor(policy, role))
      .flatMap((policy) => tablesIn(policy)),
  );
  if (table.definition.rowSecurity !== true || read.length === 0) return undefined;
  const met = under.indexOf(table);
  if (met !== -1) return under.slice(met);
  if (clear.has(table)) return undefined;
  for (const name of read) {
    const next = factOf(subject, `table:${name}`);
    const ring = next && ringOf(subject, role, next, 'SELECT', [...under, table], clear);
    if (ring !== undefined) return ring;
  }
  clear.add(table);
  return undefined;
}

/** The relations that a policy reads besides the row that it is about, as SQL writes them. */
const tablesIn = once(({ using, check }: Policy): readonly string[] =>
  [using, check]
    .filter((text) => /\bFROM\b/.test(text))
    .flatMap((text) => {
      const parsed = parseSql(`SELECT ${text}`);
      return parsed.ok ? relationsRead(parsed.trees) : [];
    })
    .flatMap(({ schema, name }) => (schema === undefined ? [] : qualifiedName(schema, name))),
);
