import type { Queryable } from '../db/queryable.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, FactKind, Provenance, Schema } from '../model/schema.ts';
import { splitIdentifier } from '../postgres/identifier.ts';
import { platformRoles } from '../postgres/platform-roles.ts';

/** Kinds that users add to a platform's tables and publications, and that have no owner. */
const ownKinds: ReadonlySet<FactKind> = new Set([
  'policy',
  'trigger',
  'publication-table',
  'publication-schema',
]);

/**
 * Tells a platform's objects by their owner: one of its roles owns them, one of its extensions made them, or they are part of
 * such an object. A policy or trigger on a platform's table is the user's, unless it calls a function of the platform.
 */
export function platformProvenance(
  { facts }: Pick<Schema, 'facts'>,
  platformExtensions: ReadonlySet<string> = new Set(),
): Provenance {
  const known = new Map<ObjectId, boolean>();
  const isForeign = (fact: Fact): boolean => {
    const before = known.get(fact.id);
    if (before !== undefined) return before;
    known.set(fact.id, false);
    const found = judge(fact);
    known.set(fact.id, found);
    return found;
  };
  const isForeignId = (id: ObjectId | undefined): boolean => {
    const fact = id === undefined ? undefined : facts.get(id);
    return fact !== undefined && isForeign(fact);
  };
  function judge(fact: Fact): boolean {
    if (fact.kind === 'acl' || fact.kind === 'comment' || fact.kind === 'security-label')
      return isForeignId(fact.parent);
    if (isOwnedByPlatform(fact)) return true;
    if (fact.kind === 'extension') return platformExtensions.has(fact.name);
    if (ownKinds.has(fact.kind)) {
      return (
        fact.kind === 'trigger' &&
        isForeignId(fact.parent) &&
        fact.dependsOn.some((id) => id.startsWith('function:') && isForeignId(id))
      );
    }
    return isForeignId(fact.parent) || (fact.kind === 'sequence' && fact.goesWith.some(isForeignId));
  }
  return { isForeign };
}

function isOwnedByPlatform({ definition, kind }: Fact): boolean {
  const role = definition.owner ?? (kind === 'default-privileges' ? definition.role : undefined);
  return typeof role === 'string' && platformRoles.has(splitIdentifier(role)[0] ?? role);
}

/** Extensions that a platform's role has made, as SQL names. */
export async function readPlatformExtensions(db: Queryable): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ name: string }>(
    `SELECT pg_catalog.quote_ident(e.extname) AS name FROM pg_catalog.pg_extension e
       JOIN pg_catalog.pg_roles r ON r.oid = e.extowner WHERE r.rolname = ANY ($1::text[])`,
    [[...platformRoles]],
  );
  return new Set(rows.map(({ name }) => name));
}
