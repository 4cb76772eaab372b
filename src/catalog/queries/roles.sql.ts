import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres16 } from '../../postgres/versions.ts';
import { type CatalogReader, definitionOf, sorted } from '../reader.ts';

interface Row {
  oid: number;
  name: string;
  superuser: boolean;
  inherit: boolean;
  createrole: boolean;
  createdb: boolean;
  login: boolean;
  replication: boolean;
  bypassrls: boolean;
  connections: number;
  valid_until: string | null;
}

/** Roles but the system's, without their passwords. https://www.postgresql.org/docs/18/view-pg-roles.html */
export const roles: CatalogReader = {
  sql: () => `
    SELECT r.oid, r.rolname AS name, r.rolsuper AS superuser, r.rolinherit AS inherit, r.rolcreaterole AS createrole,
      r.rolcreatedb AS createdb, r.rolcanlogin AS login, r.rolreplication AS replication, r.rolbypassrls AS bypassrls,
      r.rolconnlimit AS connections,
      NULLIF(r.rolvaliduntil, 'infinity')::text AS valid_until
    FROM pg_catalog.pg_roles r WHERE r.oid >= 16384`,
  draft(row: Row, names) {
    if (row.name === names.self) return undefined;
    const attributes = [
      row.superuser && 'SUPERUSER',
      !row.inherit && 'NOINHERIT',
      row.createrole && 'CREATEROLE',
      row.createdb && 'CREATEDB',
      row.login && 'LOGIN',
      row.replication && 'REPLICATION',
      row.bypassrls && 'BYPASSRLS',
    ].filter((attribute) => attribute !== false);
    return {
      kind: 'role',
      name: quoteIdentifier(row.name),
      definition: definitionOf({
        attributes,
        connections: row.connections < 0 ? null : row.connections,
        validUntil: row.valid_until,
      }),
      address: { catalog: 'pg_authid', oid: row.oid },
    };
  },
};

interface MembershipRow {
  role: string;
  member: string;
  admin: boolean;
  inherit: boolean | null;
  set: boolean | null;
}

/** Who is in which role. https://www.postgresql.org/docs/18/catalog-pg-auth-members.html */
export const roleMemberships: CatalogReader = {
  sql: (version) => `
    SELECT r.rolname AS role, m.rolname AS member, pg_catalog.bool_or(a.admin_option) AS admin,
      ${version >= postgres16 ? 'pg_catalog.bool_or(a.inherit_option)' : 'NULL::boolean'} AS inherit,
      ${version >= postgres16 ? 'pg_catalog.bool_or(a.set_option)' : 'NULL::boolean'} AS set
    FROM pg_catalog.pg_auth_members a
    JOIN pg_catalog.pg_roles r ON r.oid = a.roleid
    JOIN pg_catalog.pg_roles m ON m.oid = a.member
    WHERE m.oid >= 16384 GROUP BY r.rolname, m.rolname`,
  draft(row: MembershipRow, names) {
    const member = row.member === names.self ? 'CURRENT_USER' : quoteIdentifier(row.member);
    const role = quoteIdentifier(row.role);
    return {
      kind: 'role-membership',
      name: `${role} TO ${member}`,
      definition: definitionOf({
        role,
        member,
        admin: row.admin,
        inherit: row.inherit === null ? null : String(row.inherit),
        set: row.set === false ? 'false' : null,
      }),
      needs: [row.role, row.member].map((name) => objectId('role', quoteIdentifier(name))),
    };
  },
};

interface SettingRow {
  role: string;
  settings: string[];
}

/** Settings of roles for all databases. https://www.postgresql.org/docs/18/catalog-pg-db-role-setting.html */
export const roleSettings: CatalogReader = {
  sql: () => `
    SELECT r.rolname AS role, s.setconfig AS settings
    FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
    WHERE s.setdatabase = 0 AND r.oid >= 16384`,
  draft(row: SettingRow) {
    const role = quoteIdentifier(row.role);
    const parent = objectId('role', role);
    return {
      kind: 'role-setting',
      name: role,
      parent,
      definition: definitionOf({ settings: sorted(row.settings) }),
    };
  },
};
