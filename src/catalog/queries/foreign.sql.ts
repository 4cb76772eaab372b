import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { type CatalogReader, definitionOf, sorted } from '../reader.ts';

interface WrapperRow {
  oid: number;
  name: string;
  owner: number;
  acl: string[] | null;
  options: string[] | null;
  handler: string | null;
  validator: string | null;
}

const routine = (column: string) => `CASE WHEN ${column} <> 0 THEN ${column}::pg_catalog.regproc::text END`;

/** Foreign data wrappers. https://www.postgresql.org/docs/18/catalog-pg-foreign-data-wrapper.html */
export const foreignDataWrappers: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_foreign_data_wrapper)',
  sql: () => `
    SELECT w.oid, w.fdwname AS name, w.fdwowner AS owner, w.fdwacl::text[] AS acl, w.fdwoptions AS options,
      ${routine('w.fdwhandler')} AS handler, ${routine('w.fdwvalidator')} AS validator
    FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.oid >= 16384`,
  draft(row: WrapperRow, names) {
    return {
      kind: 'foreign-data-wrapper',
      name: quoteIdentifier(row.name),
      definition: definitionOf({
        owner: names.owner(row.owner),
        handler: row.handler,
        validator: row.validator,
        options: sorted(row.options),
      }),
      address: { catalog: 'pg_foreign_data_wrapper', oid: row.oid },
      ...(row.acl === null
        ? {}
        : { acl: { items: row.acl, object: 'foreign-data-wrapper', owner: row.owner } }),
    };
  },
};

interface ServerRow {
  oid: number;
  name: string;
  owner: number;
  acl: string[] | null;
  options: string[] | null;
  type: string | null;
  version: string | null;
  wrapper: string;
}

/** Foreign servers. https://www.postgresql.org/docs/18/catalog-pg-foreign-server.html */
export const servers: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_foreign_server)',
  sql: () => `
    SELECT s.oid, s.srvname AS name, s.srvowner AS owner, s.srvacl::text[] AS acl, s.srvoptions AS options,
      s.srvtype AS type, s.srvversion AS version, w.fdwname AS wrapper
    FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw`,
  draft(row: ServerRow, names) {
    return {
      kind: 'server',
      name: quoteIdentifier(row.name),
      definition: definitionOf({
        owner: names.owner(row.owner),
        type: row.type,
        version: row.version,
        wrapper: quoteIdentifier(row.wrapper),
        options: sorted(row.options),
      }),
      address: { catalog: 'pg_foreign_server', oid: row.oid },
      ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'server', owner: row.owner } }),
    };
  },
};

interface UserMappingRow {
  oid: number;
  server: string;
  user: string | null;
  options: string[] | null;
}

/**
 * User mappings. Where the session may not see the options, they are absent.
 * https://www.postgresql.org/docs/18/view-pg-user-mappings.html
 */
export const userMappings: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_foreign_server)',
  sql: () => `
    SELECT u.umid AS oid, u.srvname AS server, CASE WHEN u.umuser <> 0 THEN u.usename END AS user, u.umoptions AS options
    FROM pg_catalog.pg_user_mappings u`,
  draft(row: UserMappingRow, names) {
    const user =
      row.user === null ? 'PUBLIC' : row.user === names.self ? 'CURRENT_USER' : quoteIdentifier(row.user);
    const server = quoteIdentifier(row.server);
    return {
      kind: 'user-mapping',
      name: `FOR ${user} SERVER ${server}`,
      definition: definitionOf({ options: sorted(row.options) }),
      needs: [objectId('server', server)],
      address: { catalog: 'pg_user_mapping', oid: row.oid },
    };
  },
};
