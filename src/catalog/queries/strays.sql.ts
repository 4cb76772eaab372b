import { postgres14 } from '../../postgres/versions.ts';
import type { Rare } from '../reader.ts';
import { strayComments } from './comments.sql.ts';
import { seesConnections } from './publications.sql.ts';

/** The catalogs whose objects are granted on, and the column that holds the grants. */
const granted: Readonly<Record<string, string>> = {
  pg_class: 'relacl',
  pg_proc: 'proacl',
  pg_type: 'typacl',
  pg_namespace: 'nspacl',
  pg_language: 'lanacl',
  pg_foreign_data_wrapper: 'fdwacl',
  pg_foreign_server: 'srvacl',
};

/** Grants as rows of catalog, object, column and privileges. */
const grantsOn = (catalog: string, where: string) => `
  SELECT 'pg_catalog.${catalog}'::regclass AS class, o.oid AS object, 0 AS part, o.${granted[catalog]} AS acl
  FROM pg_catalog.${catalog} o WHERE o.${granted[catalog]} IS NOT NULL AND ${where}`;
const grantsOnColumns = (where: string) => `
  SELECT 'pg_catalog.pg_class'::regclass, a.attrelid, a.attnum, a.attacl
  FROM pg_catalog.pg_attribute a WHERE a.attacl IS NOT NULL AND ${where}`;
const changed = (grants: readonly string[]) => `
  SELECT 'privileges on ' || o.type AS type, o.identity
  FROM (${grants.join(' UNION ALL ')}) AS g
  LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = g.class AND i.objoid = g.object AND i.objsubid = g.part
  CROSS JOIN LATERAL pg_catalog.pg_identify_object(g.class, g.object, g.part) AS o
  WHERE i.initprivs IS DISTINCT FROM g.acl`;

const everyCatalog = Object.keys(granted);
/** Left out is what facts describe, and `information_schema`, of which nothing is written down. */
const system: Readonly<Record<string, string>> = {
  pg_class: ' AND o.relnamespace = 11',
  pg_namespace: ' AND o.oid = 11',
  pg_language: ' AND NOT o.lanispl',
};

/** Grants on what is the server's own, where they are no longer as initdb left them. */
export const systemGrantsSql = changed([
  ...everyCatalog.map((catalog) => grantsOn(catalog, `o.oid < 16384${system[catalog] ?? ''}`)),
  grantsOnColumns('a.attrelid < 16384'),
]);

const membersOf = (catalog: string) => `
  (SELECT d.objid FROM pg_catalog.pg_depend d
   WHERE d.classid = 'pg_catalog.${catalog}'::regclass AND d.deptype = 'e' AND d.objid >= 16384)`;

/** The same of what belongs to extensions: grants that are no longer as the extension left them. */
export const memberGrants: Rare = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_extension WHERE oid >= 16384)',
  sql: changed([
    ...everyCatalog.map((catalog) => grantsOn(catalog, `o.oid IN ${membersOf(catalog)}`)),
    grantsOnColumns(`a.attrelid IN ${membersOf('pg_class')}`),
  ]),
};

const pendingDetachments: Rare = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhdetachpending)',
  sql: `
    SELECT 'pending detachment of ' || o.type AS type, o.identity
    FROM pg_catalog.pg_inherits i
    CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_class'::regclass, i.inhrelid, 0) AS o
    WHERE i.inhdetachpending`,
};

/** What roles have set for this database alone. */
export const localRoleSettings: Rare = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_db_role_setting WHERE setdatabase <> 0 AND setrole <> 0)',
  sql: `
    SELECT 'settings for this database of role' AS type, pg_catalog.quote_ident(r.rolname) AS identity
    FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
    WHERE s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
};

/**
 * What was set on things that come with others and have no fact of their own: comments, grants on row types and constructors of ranges,
 * triggers of constraints that are switched off, foreign keys of one partition alone that were validated, partitions that
 * are half detached; and subscriptions of which the session may not see enough.
 */
export const strays = (version: number): readonly Rare[] => [
  {
    presentIf:
      'EXISTS (SELECT FROM pg_catalog.pg_type WHERE oid >= 16384 AND typrelid <> 0 AND typacl IS NOT NULL)',
    sql: changed([
      grantsOn(
        'pg_type',
        `o.oid >= 16384 AND o.typrelid <> 0 AND o.typrelid NOT IN (
      SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'c')`,
      ),
    ]),
  },
  {
    presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL)',
    sql: changed([
      grantsOn(
        'pg_proc',
        `o.oid >= 16384 AND EXISTS (SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = o.oid AND d.deptype = 'i')`,
      ),
    ]),
  },
  strayComments,
  {
    presentIf: `EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgisinternal AND tgenabled <> 'O')`,
    sql: `
      SELECT DISTINCT 'switched triggers of ' || o.type AS type, o.identity
      FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_constraint k ON k.oid = t.tgconstraint AND k.contype <> 't'
      CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_constraint'::regclass, k.oid, 0) AS o
      WHERE t.tgisinternal AND t.tgenabled <> 'O'`,
  },
  {
    presentIf: `EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE contype = 'f' AND NOT convalidated)`,
    sql: `
      SELECT 'validity of ' || o.type AS type, o.identity
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_constraint p ON p.oid = k.conparentid
      CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_constraint'::regclass, k.oid, 0) AS o
      WHERE k.conparentid <> 0 AND k.contype = 'f' AND k.convalidated <> p.convalidated AND k.conrelid <> p.conrelid`,
  },
  ...(version >= postgres14 ? [pendingDetachments] : []),
  {
    presentIf: `EXISTS (SELECT FROM pg_catalog.pg_subscription) AND NOT ${seesConnections}`,
    sql: `
      SELECT 'subscription' AS type, pg_catalog.quote_ident(s.subname) AS identity
      FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
      WHERE d.datname = pg_catalog.current_database()
        AND NOT ${seesConnections}`,
  },
];
