import { groupBy } from '../../model/group-by.ts';
import { compareActs, type Rule, type Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import { namedByIdentity } from '../../sql/relations.ts';
import { factsOf, placeOf } from '../reading/facts.ts';
import { type GrantChange, grantChanges, isAbout, rightsOf, rolesNamed } from '../reading/rights.ts';
import { isExisting } from '../reading/tables.ts';

export const revokedRights: Rule = {
  id: 'revoked-rights',
  group: 'data',
  severity: 'info',
  summary:
    'A role loses what an earlier migration granted to it on a table: code that runs as that role fails with permission denied.',
  descendsFrom: [],
  *judge(subject) {
    if (subject.schema === undefined) return;
    const statements = grantChanges(subject).filter(({ node }) => node.objtype === 'OBJECT_TABLE');
    for (const statement of statements) {
      const { act, node } = statement;
      if (node.is_grant === true) continue;
      const losses = relations(subject)
        .filter((one) => isAbout(node, one.name) && isExisting(act, namedByIdentity(one.name)))
        .flatMap((relation) => lossesOf(subject, statements, statement, relation));
      for (const [what, some] of groupBy(losses, wordsOf)) {
        const names = few(
          some.map(({ relation }) => relation.name),
          4,
        );
        yield {
          act,
          focus: some[0].role,
          message: `${what} ${names}, which an earlier migration allowed`,
          hint: 'Look for code that runs as this role first: what it does with the table fails from then on.',
        };
      }
    }
  },
};

/** What a role loses on one table or view. */
interface Loss {
  readonly role: string;
  readonly relation: Fact;
  /** The privileges; undefined where it may do nothing with it any more. */
  readonly rights: readonly string[] | undefined;
}

function wordsOf({ role, rights }: Loss): string {
  return `${quoteIdentifier(role)} may no longer ${rights === undefined ? 'use' : `${rights.join(', ')} on`}`;
}

function relations(subject: Subject): readonly Fact[] {
  return (['table', 'view', 'materialized-view', 'foreign-table'] as const).flatMap((kind) =>
    factsOf(subject, kind),
  );
}

/**
 * What the roles of a REVOKE had from earlier migrations and lack in the end. Where ALL was granted and ALL is revoked, no code may
 * have used each privilege: that counts where nothing is left.
 */
function lossesOf(
  subject: Subject,
  statements: readonly GrantChange[],
  { act, node }: GrantChange,
  relation: Fact,
): readonly Loss[] {
  const revoked = privilegesOf(node);
  const made = placeOf(subject, relation.name);
  const before = statements.filter(
    (one) =>
      compareActs(one.act, act) < 0 &&
      (made === undefined || compareActs(made, one.act) <= 0) &&
      isAbout(one.node, relation.name),
  );
  return rolesNamed(node.grantees).flatMap((role): readonly Loss[] => {
    const left = rightsOf(subject, relation, role);
    const lost = [...heldAfter(before, role)].filter(
      ([right, granted]) =>
        granted.at < act.at &&
        !left.has(right) &&
        (revoked === undefined || revoked.includes(right)) &&
        (left.size === 0 || revoked !== undefined || granted.isNamed),
    );
    if (lost.length === 0) return [];
    return [{ role, relation, rights: left.size === 0 ? undefined : lost.map(([right]) => right) }];
  });
}

/** The privileges that statements have left to a role: the migration that granted each, and whether it was granted by its name. */
function heldAfter(
  statements: readonly GrantChange[],
  role: string,
): ReadonlyMap<string, { readonly at: number; readonly isNamed: boolean }> {
  const held = new Map<string, { at: number; isNamed: boolean }>();
  for (const { act, node } of statements) {
    if (!rolesNamed(node.grantees).includes(role)) continue;
    const named = privilegesOf(node);
    for (const right of named ?? allRights) {
      if (node.is_grant !== true) held.delete(right);
      else if (!held.has(right)) held.set(right, { at: act.at, isNamed: named !== undefined });
    }
  }
  return held;
}

/** The privileges that a statement names; undefined for ALL. */
function privilegesOf({ privileges }: NodeOf<'GrantStmt'>): readonly string[] | undefined {
  const named = (privileges ?? []).flatMap((item) => byKind(item).AccessPriv?.priv_name?.toUpperCase() ?? []);
  return named.length === 0 ? undefined : named;
}

/** https://www.postgresql.org/docs/18/ddl-priv.html */
const allRights = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'];
