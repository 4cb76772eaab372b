import type { Database, Engine } from '../../engine/engine.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { identifierPattern, splitIdentifier } from '../../postgres/identifier.ts';
import { createRoles, createTablespaces } from '../../replay/on-behalf.ts';

/**
 * Roles and tablespaces belong to servers, not to schemas: a proof makes those that a Schema names and the database's server lacks. On
 * PGlite every database has a server of its own.
 */
export async function createServerThings(database: Database, schema: Schema): Promise<void> {
  const named = rolesOf(schema);
  const tablespaces = new Set(
    [...schema.facts.values()].flatMap(({ definition: { tablespace } }) =>
      typeof tablespace === 'string' ? splitIdentifier(tablespace) : [],
    ),
  );
  if (named.size === 0 && tablespaces.size === 0) return;
  await using admin = await database.connect('superuser');
  await createRoles(admin, [...named].sort());
  await createTablespaces(admin, [...tablespaces].sort());
}

/** The roles that a Schema names and its server lacks, sorted. */
export async function missingRoles(engine: Engine, schema: Schema): Promise<readonly string[]> {
  const named = rolesOf(schema);
  if (named.size === 0) return [];
  await using session = await engine.main.connect('superuser');
  const there = await session.query<{ name: string }>('SELECT rolname AS name FROM pg_catalog.pg_roles');
  const known = new Set(there.map(({ name }) => name));
  return [...named].filter((name) => !known.has(name)).sort();
}

function rolesOf(schema: Schema): ReadonlySet<string> {
  return new Set([...schema.facts.values()].flatMap(rolesIn));
}

const pseudoRoles = new Set(['PUBLIC', 'CURRENT_USER', 'CURRENT_ROLE', 'SESSION_USER']);

const mappedRole = new RegExp(`^FOR (${identifierPattern}) SERVER `);

/** Names of roles, unquoted: owners, those a policy or a user mapping is for, grantees. */
function rolesIn({ kind, name, definition }: Fact): readonly string[] {
  const roles: string[] = [];
  const mapped = kind === 'user-mapping' ? mappedRole.exec(name)?.[1] : undefined;
  if (mapped !== undefined) roles.push(mapped);
  for (const property of ['owner', 'role', 'roles', 'grantee', 'user']) {
    const value = definition[property];
    if (Array.isArray(value)) roles.push(...value);
    else if (typeof value === 'string') roles.push(value);
  }
  for (const property of ['granted', 'revoked']) {
    const entries = definition[property];
    if (!Array.isArray(entries)) continue;
    roles.push(...(entries as readonly string[]).map((entry) => parseGrant(entry).grantee));
  }
  return roles.filter((role) => !pseudoRoles.has(role)).flatMap((role) => splitIdentifier(role).slice(0, 1));
}
