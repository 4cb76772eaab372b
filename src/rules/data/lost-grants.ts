import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import { compareActs, type Rule, type Subject } from '../../model/rule.ts';
import type { Fact, FactKind } from '../../model/schema.ts';
import { list } from '../../model/words.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { bareName, identifiersIn, quoteIdentifier, withoutSignature } from '../../postgres/identifier.ts';
import { byKind, type NodeOf, stringsOf } from '../../sql/nodes.ts';
import { namedByIdentity } from '../../sql/relations.ts';
import { childrenOf, factsOf, isAssumed, routineIdentity } from '../reading/facts.ts';
import { type Replacement, replacements } from '../reading/replacements.ts';
import {
  type GrantChange,
  grantChanges,
  isAbout,
  isLetInElsewhere,
  isTrusted,
  objectIn,
  rolesNamed,
} from '../reading/rights.ts';

/** https://www.postgresql.org/docs/18/ddl-priv.html */
export const lostGrants: Rule = {
  id: 'lost-grants',
  group: 'data',
  severity: 'info',
  summary:
    'A view, function or table is dropped and made anew, or another takes its name, and what was granted on it is not granted again: code that runs as such a role fails with permission denied.',
  descendsFrom: [],
  *judge(subject) {
    const told = new Set<string>();
    for (const one of replacements(subject).toReversed()) {
      const object = objectNow(subject, one);
      if (object === undefined || !isMeant(one) || isAssumed(subject, one.identity)) continue;
      const lost = [...grantedBefore(subject, one)].filter(
        ([role, rights]) =>
          !told.has(`${one.identity} ${role}`) && isLost(subject, one, object, role, rights),
      );
      for (const [role] of lost) told.add(`${one.identity} ${role}`);
      const byRights = groupBy(lost, ([, rights]) => [...rights].sort().join(', '));
      const roles = lost.map(([role]) => quoteIdentifier(role));
      if (roles.length === 0) continue;
      const word =
        object.kind === 'function' || object.kind === 'procedure' ? `${object.kind.toUpperCase()} ` : '';
      yield {
        act: one.act,
        focus: bareName(withoutSignature(one.identity)),
        message: `${one.identity} is another ${one.type} from here on, and ${list(roles)} may not use it: what was granted on the one before is not granted on this one`,
        hint: {
          code: [...byRights]
            .map(
              ([rights, [...same]]) =>
                `GRANT ${rights} ON ${word}${object.name} TO ${same.map(([role]) => quoteIdentifier(role)).join(', ')};`,
            )
            .join('\n'),
        },
      };
    }
  },
};

/** A table that comes again in a later migration is often another one for other roles. */
function isMeant({ formerType, left, act }: Replacement): boolean {
  return !/table$/.test(formerType) || left.at === act.at;
}

const kinds: readonly FactKind[] = [
  'table',
  'foreign-table',
  'view',
  'materialized-view',
  'function',
  'procedure',
];

/** What bears the name when all migrations have run. */
function objectNow(subject: Subject, { identity }: Replacement): Fact | undefined {
  return byIdentity(subject).get(identity);
}

const byIdentity = once(
  (subject: Subject): ReadonlyMap<string, Fact> =>
    new Map(
      kinds.flatMap((kind) => factsOf(subject, kind)).map((fact) => [routineIdentity(fact.name), fact]),
    ),
);

/** The statements that grant or revoke, by the bare names of their objects, and by the schemas of which they are about all. */
const changesByName = once((subject: Subject): ReadonlyMap<string, readonly GrantChange[]> => {
  const named = grantChanges(subject).flatMap((change) =>
    namesIn(change.node).map((name) => ({ name, change })),
  );
  return new Map(
    [...groupBy(named, ({ name }) => name)].map(([name, all]) => [name, all.map(({ change }) => change)]),
  );
});

function namesIn({ targtype, objects = [] }: NodeOf<'GrantStmt'>): readonly string[] {
  if (targtype === 'ACL_TARGET_ALL_IN_SCHEMA') return stringsOf(objects);
  return objects.map((item) => objectIn(item).name);
}

/** The statements about an object, in order. */
function changesOf(subject: Subject, identity: string): readonly GrantChange[] {
  const { schema = '', name } = namedByIdentity(withoutSignature(identity));
  const changes = changesByName(subject);
  const all = new Set([...(changes.get(name) ?? []), ...(changes.get(schema) ?? [])]);
  return [...all].filter(({ node }) => isAbout(node, identity)).sort((a, b) => compareActs(a.act, b.act));
}

/** Role, unquoted -> what statements had granted to it on the object before; `ALL` is everything. */
function grantedBefore(
  subject: Subject,
  { identity, from, left }: Replacement,
): ReadonlyMap<string, ReadonlySet<string>> {
  const granted = new Map<string, Set<string>>();
  for (const { act, node } of changesOf(subject, identity)) {
    if (compareActs(act, from) <= 0 || compareActs(act, left) >= 0) continue;
    const rights = rightsIn(node);
    for (const role of rolesNamed(node.grantees)) {
      const held = granted.get(role) ?? new Set();
      for (const right of rights) node.is_grant === true ? held.add(right) : held.delete(right);
      if (node.is_grant !== true && rights.includes('ALL')) held.clear();
      granted.set(role, held);
    }
  }
  return new Map([...granted].filter(([, held]) => held.size > 0));
}

/** As SQL writes them: `SELECT`, `UPDATE (total)`. */
function rightsIn({ privileges }: NodeOf<'GrantStmt'>): readonly string[] {
  const named = (privileges ?? []).map((item) => {
    const { priv_name = 'ALL', cols } = byKind(item).AccessPriv ?? {};
    const columns = stringsOf(cols).map(quoteIdentifier).join(', ');
    return `${priv_name.toUpperCase()}${columns === '' ? '' : ` (${columns})`}`;
  });
  return named.length === 0 ? ['ALL'] : named;
}

/** Whether a role that might use the object before holds nothing on this one, and nobody took it away or the role. */
function isLost(
  subject: Subject,
  { identity, act }: Replacement,
  object: Fact,
  role: string,
  rights: ReadonlySet<string>,
): boolean {
  const name = quoteIdentifier(role);
  if (isTrusted(role) || object.definition.owner === name || isLetInElsewhere(subject, name)) return false;
  const acls = childrenOf(subject, object.id, 'acl').map(({ definition }) => definition);
  const entries = (property: 'granted' | 'revoked') =>
    acls.flatMap((acl) => ((acl[property] as readonly string[] | undefined) ?? []).map(parseGrant));
  if (entries('granted').some(({ grantee }) => grantee === name)) return false;
  const isOpen = /^(function|procedure)$/.test(object.kind)
    ? !entries('revoked').some(({ grantee }) => grantee === 'PUBLIC')
    : entries('granted').some(
        ({ grantee, privilege }) =>
          grantee === 'PUBLIC' &&
          [...rights].some((right) => [privilege, 'ALL'].includes(right.split(' ')[0] ?? '')),
      );
  const isTaken = changesOf(subject, identity).some(
    (later) =>
      later.node.is_grant !== true &&
      compareActs(later.act, act) > 0 &&
      rolesNamed(later.node.grantees).includes(role),
  );
  return !isOpen && !isTaken && !isGone(subject, role);
}

/** Whether the role is dropped, or all that was granted to it. */
function isGone({ acts }: Subject, role: string): boolean {
  return acts.some(
    ({ head, text }) => /^DROP (ROLE|USER|GROUP|OWNED)\b/.test(head) && identifiersIn(text).has(role),
  );
}
