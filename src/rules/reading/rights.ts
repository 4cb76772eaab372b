import type { Node } from '@pgsql/types';
import { objectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { bareName, identifiersIn, quoteIdentifier, withoutSignature } from '../../postgres/identifier.ts';
import { byKind, type NodeOf, stringsOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList } from '../../sql/relations.ts';
import { childrenOf, factOf } from './facts.ts';
import { statementsOf } from './trees.ts';

/** Whether a role is that of those who ask an API, with an account or without: Supabase's, or such as PostgREST's `web_anon`. */
export function isOfApi(role: string): boolean {
  return /^(?:\w+_)?(anon|authenticated)$/.test(role);
}

/** The roles that a statement's list names, unquoted, without PUBLIC and the like. */
export function rolesNamed(roles: readonly Node[] | undefined): readonly string[] {
  return (roles ?? []).flatMap((item) => byKind(item).RoleSpec?.rolename ?? []);
}

/** Whether a statement's list of roles names PUBLIC. */
export function namesPublic(roles: readonly Node[] | undefined): boolean {
  return (roles ?? []).some((item) => byKind(item).RoleSpec?.roletype === 'ROLESPEC_PUBLIC');
}

/** A statement that gives or takes privileges. */
export interface GrantChange {
  readonly act: Act;
  readonly node: NodeOf<'GrantStmt'>;
}

/** The statements that gave or took privileges, in order; REVOKE GRANT OPTION FOR leaves them. */
export const grantChanges = once((subject: Subject): readonly GrantChange[] =>
  [...statementsOf(subject, 'GrantStmt', /^(GRANT|REVOKE)\b/)].filter(
    ({ act, node }) => act.ran && (node.is_grant === true || node.grant_option !== true),
  ),
);

/**
 * Whether a GRANT or REVOKE is about a table, view or function (`public.t`, `public.f(integer)`), by its name or with all of its
 * schema. Of several functions with its name it counts as being about all.
 */
export function isAbout({ targtype, objtype, objects = [] }: NodeOf<'GrantStmt'>, identity: string): boolean {
  const object = namedByIdentity(withoutSignature(identity));
  const isRoutine = identity.endsWith(')');
  if (isRoutine !== /^OBJECT_(FUNCTION|PROCEDURE|ROUTINE)$/.test(objtype ?? '')) return false;
  if (!isRoutine && objtype !== 'OBJECT_TABLE') return false;
  if (targtype === 'ACL_TARGET_ALL_IN_SCHEMA') return stringsOf(objects).includes(object.schema ?? '');
  return objects.some((item) => isSame(objectIn(item), object));
}

/** What an item of the list of such a statement names. */
export function objectIn(item: Node): Named {
  const { RangeVar, ObjectWithArgs } = byKind(item);
  return RangeVar === undefined ? namedByList(stringsOf(ObjectWithArgs?.objname)) : namedBy(RangeVar);
}

/** Whether row security does not hold for the role, or the role belongs to the platform itself. */
export function isTrusted(role: string): boolean {
  return /^(service_role|postgres|CURRENT_USER|dashboard_user|supabase_\w+)$/.test(role);
}

/** Whether a statement makes the role, as SQL writes it, a member of another one, or lifts it above policies. */
export function isLetInElsewhere({ acts }: Subject, role: string): boolean {
  return acts.some(({ head, text, trees }) => {
    if (/^(CREATE|ALTER) (ROLE|USER)\b/.test(head)) {
      const lifts = /\b(BYPASSRLS|SUPERUSER|IN\s+(ROLE|GROUP))\b/i.test(text);
      return lifts && identifiersIn(text).has(bareName(role));
    }
    const members = head.startsWith('GRANT')
      ? trees.flatMap((tree) => rolesNamed(byKind(tree).GrantRoleStmt?.grantee_roles))
      : [];
    return members.includes(bareName(role));
  });
}

/** What a role, unquoted, may do with the whole table or view when all migrations have run. */
export function rightsOf(subject: Subject, relation: Fact, role: string): ReadonlySet<string> {
  const granted = factOf(subject, objectId('acl', relation.id))?.definition.granted ?? [];
  const own = (granted as readonly string[])
    .map(parseGrant)
    .filter(({ grantee }) => grantee === quoteIdentifier(role));
  return new Set(own.map(({ privilege }) => privilege));
}

/** The roles besides its owner that may do one of these things with all of a table or view, sorted; trusted ones are left out. */
export function granteesOf(subject: Subject, relation: Fact, rights: readonly string[]): readonly string[] {
  return rolesIn([factOf(subject, objectId('acl', relation.id))], rights);
}

/** The same of those who may read a view or columns of it. */
export function readersOf(subject: Subject, view: Fact): readonly string[] {
  return rolesIn(
    [factOf(subject, objectId('acl', view.id)), ...childrenOf(subject, view.id, 'acl')],
    ['SELECT'],
  );
}

function rolesIn(grants: readonly (Fact | undefined)[], rights: readonly string[]): readonly string[] {
  const roles = grants.flatMap((acl) => {
    const { granted = [], owner } = acl?.definition ?? {};
    return (granted as readonly string[])
      .map(parseGrant)
      .filter(({ privilege }) => rights.includes(privilege))
      .map(({ grantee }) => grantee)
      .filter((role) => role !== owner && !isTrusted(role));
  });
  return [...new Set(roles)].sort();
}

/** Whether Supabase's API answers for what lies in the schema, as long as the project's settings do not say otherwise. */
export function isInApi({ history }: Subject, schema: string | undefined): boolean {
  return history.platform === 'supabase' && schema === 'public';
}

/** Whether one of the roles is that of somebody who asks the API, or every role. */
export function includesApi(roles: readonly string[]): boolean {
  return roles.some((role) => role === 'PUBLIC' || isOfApi(role));
}
