import { quoteIdentifier } from '../../postgres/identifier.ts';
import { granteeName, initialPrivileges, privileges } from '../acl.ts';
import { type AclObject, type CatalogReader, definitionOf } from '../reader.ts';

interface Row {
  oid: number;
  role: number;
  namespace: number;
  object: string;
  acl: string[];
}

const objects: Readonly<Record<string, { readonly word: string; readonly object: AclObject }>> = {
  r: { word: 'TABLES', object: 'table' },
  S: { word: 'SEQUENCES', object: 'sequence' },
  f: { word: 'FUNCTIONS', object: 'function' },
  T: { word: 'TYPES', object: 'type' },
  n: { word: 'SCHEMAS', object: 'schema' },
  L: { word: 'LARGE OBJECTS', object: 'large-object' },
};

/**
 * Default privileges. Those of one schema add to the global ones; global ones stand in for the built-in ones.
 * https://www.postgresql.org/docs/18/catalog-pg-default-acl.html
 */
export const defaultPrivileges: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_default_acl)',
  sql: () => `
    SELECT d.oid, d.defaclrole AS role, d.defaclnamespace AS namespace, d.defaclobjtype AS object,
      d.defaclacl::text[] AS acl
    FROM pg_catalog.pg_default_acl d`,
  draft(row: Row, names, serverVersion) {
    const about = objects[row.object];
    const schema = names.schemas.get(row.namespace);
    if (about === undefined || (row.namespace !== 0 && schema === undefined)) return undefined;
    const role = granteeName(names.roles.get(row.role) ?? '', names);
    const held = privileges(row.acl, names, row.role);
    const born =
      row.namespace === 0 ? initialPrivileges(about.object, role, serverVersion) : new Set<string>();
    const place = schema === undefined ? '' : ` IN SCHEMA ${quoteIdentifier(schema)}`;
    return {
      kind: 'default-privileges',
      name: `FOR ROLE ${role}${place} ON ${about.word}`,
      ...(schema === undefined ? {} : { schema, parent: `schema:${quoteIdentifier(schema)}` as const }),
      definition: definitionOf({
        role: role === 'CURRENT_USER' ? null : role,
        in: schema === undefined ? null : quoteIdentifier(schema),
        object: about.word,
        granted: [...held].filter((entry) => !born.has(entry)).sort(),
        revoked: [...born].filter((entry) => !held.has(entry)).sort(),
      }),
      address: { catalog: 'pg_default_acl', oid: row.oid },
    };
  },
};
