import type { Definition } from '../../../model/schema.ts';
import { type Grant, parseGrant } from '../../../postgres/grant.ts';
import { list } from '../../definition.ts';

/** What one role grants to another in one manner. */
interface Grants extends Omit<Grant, 'privilege'> {
  readonly privileges: string[];
}

/** GRANTs and REVOKEs that turn one definition of privileges into another. */
export function privilegeChanges<Written>(
  was: Definition,
  is: Definition,
  write: (verb: 'GRANT' | 'REVOKE', grants: Grants) => readonly Written[],
): Written[] {
  const added = (from: Definition, to: Definition, name: string) =>
    list(to, name).filter((entry) => !list(from, name).includes(entry));
  const revokes = [...added(is, was, 'granted'), ...added(was, is, 'revoked')];
  // Revoking a grant option takes away what was granted by it.
  const regranted = revokes.some((entry) => parseGrant(entry).option)
    ? list(is, 'granted').filter((entry) => parseGrant(entry).grantor !== undefined)
    : [];
  const grants = [...added(was, is, 'granted'), ...added(is, was, 'revoked'), ...regranted];
  const byOwnerLast = groupGrants(revokes).sort(
    (a, b) => Number(a.grantor === undefined) - Number(b.grantor === undefined),
  );
  return [
    ...byOwnerLast.flatMap((grant) => write('REVOKE', grant)),
    ...grantorsFirst(groupGrants([...new Set(grants)])).flatMap((grant) => write('GRANT', grant)),
  ];
}

/** A role gets its grant option before it grants; the owner needs none. */
function grantorsFirst(grants: readonly Grants[]): readonly Grants[] {
  const waiting = [...grants];
  const order: Grants[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(
      ({ grantor }) => !waiting.some(({ grantee, option }) => option && grantee === grantor),
    );
    order.push(...waiting.splice(Math.max(next, 0), 1));
  }
  return order;
}

/** Groups the privileges that one role grants to another with the same grant option. */
function groupGrants(entries: readonly string[]): Grants[] {
  const groups = new Map<string, Grants>();
  for (const { grantee, option, grantor, privilege } of entries.map(parseGrant)) {
    const key = `${grantee} ${option} ${grantor}`;
    const group = groups.get(key) ?? { grantee, option, grantor, privileges: [] };
    group.privileges.push(privilege);
    groups.set(key, group);
  }
  return [...groups.values()];
}
