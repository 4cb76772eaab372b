import { notNullOf, plainNotNull, withNotNull } from '../../model/not-null.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Definition, Fact, FactKind, Property, Schema } from '../../model/schema.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { postgres17, postgres18 } from '../../postgres/versions.ts';

/**
 * Leaves out what a server of this version cannot express: the names and validity of NOT NULLs before 18, MAINTAIN before 17. The
 * Schema then counts as one of that version, so that plans use nothing newer.
 */
export function trimToVersion(schema: Schema, version: number): Schema {
  if (version >= postgres18) return schema;
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of schema.facts) {
    const bare = notNullOf(fact) === undefined ? fact : withNotNull(fact, plainNotNull);
    const definition = trimmed(bare, version);
    if (!isEmptyGrant(fact.kind, definition)) facts.set(id, { ...bare, definition });
  }
  return { ...schema, serverVersion: Math.min(version, schema.serverVersion), facts };
}

function trimmed({ definition, kind }: Fact, version: number): Definition {
  if (version >= postgres17 || (kind !== 'acl' && kind !== 'default-privileges')) return definition;
  const { granted, revoked } = definition;
  return { ...definition, granted: withoutMaintain(granted), revoked: withoutMaintain(revoked) };
}

function withoutMaintain(entries: Property | undefined): Property | undefined {
  if (!Array.isArray(entries)) return entries;
  const kept = (entries as readonly string[]).filter((entry) => parseGrant(entry).privilege !== 'MAINTAIN');
  return kept.length === 0 ? undefined : kept;
}

function isEmptyGrant(kind: FactKind, { granted, revoked }: Definition): boolean {
  return (kind === 'acl' || kind === 'default-privileges') && granted === undefined && revoked === undefined;
}

/** Leaves out owners that no migration sets, and returns the names of those who own such objects. */
export function withoutOwners(
  live: Schema,
  expected: Schema,
): { readonly live: Schema; readonly owners: readonly string[] } {
  const owners = new Set<string>();
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of live.facts) facts.set(id, withOwnerOf(expected.facts.get(id), fact, owners));
  return { live: { ...live, facts }, owners: [...owners].sort() };
}

/** The fact without its owner where the history sets none, or sets whoever runs the migrations. */
function withOwnerOf(made: Fact | undefined, fact: Fact, owners: Set<string>): Fact {
  const { owner } = fact.definition;
  if (made === undefined || owner === undefined || owner === made.definition.owner) return fact;
  if (made.definition.owner !== undefined && made.definition.owner !== 'CURRENT_USER') return fact;
  owners.add(String(owner));
  const { owner: _, ...definition } = fact.definition;
  const wanted = made.definition.owner;
  return { ...fact, definition: wanted === undefined ? definition : { ...definition, owner: wanted } };
}
