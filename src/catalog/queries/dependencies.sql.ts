import type { CatalogName } from '../reader.ts';

/**
 * Every recorded dependency of an object that is not the system's: a row for all of one sort between two catalogs, with
 * parallel arrays, since rows of their own take ten times as long to send and to read. Left out is what readers know already (the
 * columns of constraints, of indexes over nothing else, and of defaults), what a name tells (schemas), and what nobody
 * made (triggers behind foreign keys). The oids are cast so that the table is read through, which is faster than its index.
 * https://www.postgresql.org/docs/18/catalog-pg-depend.html
 */
export const dependenciesSql = `
  SELECT d.classid::pg_catalog.regclass::text AS catalog, d.refclassid::pg_catalog.regclass::text AS referenced_catalog, d.deptype AS type,
    pg_catalog.array_agg(d.objid)::text AS objects, pg_catalog.array_agg(d.objsubid)::text AS columns,
    pg_catalog.array_agg(d.refobjid)::text AS referenced, pg_catalog.array_agg(d.refobjsubid)::text AS referenced_columns
  FROM pg_catalog.pg_depend d
  WHERE d.objid::int8 >= 16384 AND d.refclassid <> 'pg_catalog.pg_namespace'::regclass AND d.deptype NOT IN ('P', 'S', 'p')
    AND NOT (d.deptype = 'i' AND d.classid = 'pg_catalog.pg_trigger'::regclass
      AND d.refclassid = 'pg_catalog.pg_constraint'::regclass)
    AND NOT (d.deptype = 'a' AND d.refclassid = 'pg_catalog.pg_class'::regclass AND (
      d.classid IN ('pg_catalog.pg_constraint'::regclass, 'pg_catalog.pg_attrdef'::regclass)
      OR d.classid = 'pg_catalog.pg_class'::regclass AND d.objid IN (
        SELECT i.indexrelid FROM pg_catalog.pg_index i WHERE i.indexprs IS NULL AND i.indpred IS NULL)))
  GROUP BY d.classid, d.refclassid, d.deptype ORDER BY d.classid, d.refclassid, d.deptype`;

export interface MemberRow {
  readonly catalog: CatalogName;
  readonly oid: number;
}

/** What belongs to extensions. */
export const membersSql = `
  SELECT d.classid::pg_catalog.regclass::text AS catalog, d.objid AS oid FROM pg_catalog.pg_depend d
  WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'`;

/** The session's names: roles, its own role, the server's version. */
export const sessionSql = `
  SELECT pg_catalog.current_setting('server_version_num')::int AS version, current_user::text AS self`;
export const rolesSql = 'SELECT oid::int8 AS oid, rolname::text AS name FROM pg_catalog.pg_roles';

/** B-tree operator classes that an index has where it says nothing, and their types. */
export const ownClassesSql = `
  SELECT oid::int8 AS oid, pg_catalog.format_type(opcintype, NULL) AS name FROM pg_catalog.pg_opclass
  WHERE opcmethod = 403 AND opcdefault`;

/** What objects are, for those that no fact describes. */
export const identifySql = `
  SELECT o.type, o.identity
  FROM ROWS FROM (unnest($1::regclass[]), unnest($2::oid[])) AS u(class, object),
    LATERAL pg_catalog.pg_identify_object(u.class, u.object, 0) AS o
  WHERE o.type IS NOT NULL AND o.schema IS DISTINCT FROM 'pg_toast' ORDER BY 1, 2`;

/** Grants on what is the system's own, where they are no longer as initdb left them. */
export const systemGrantsSql = `
  SELECT 'privileges on system column' AS type,
    a.attrelid::pg_catalog.regclass::text || '.' || pg_catalog.quote_ident(a.attname) AS identity
  FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = 'pg_catalog.pg_class'::regclass
    AND i.objoid = a.attrelid AND i.objsubid = a.attnum
  WHERE a.attrelid < 16384 AND a.attacl IS NOT NULL AND i.initprivs IS DISTINCT FROM a.attacl
  UNION ALL
  SELECT 'privileges on system relation', c.oid::pg_catalog.regclass::text
  FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = 'pg_catalog.pg_class'::regclass
    AND i.objoid = c.oid AND i.objsubid = 0
  WHERE c.relacl IS NOT NULL AND c.oid < 16384 AND c.relnamespace = 11 AND i.initprivs IS DISTINCT FROM c.relacl
  UNION ALL
  SELECT 'privileges on system function', p.oid::pg_catalog.regprocedure::text
  FROM pg_catalog.pg_proc p LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = 'pg_catalog.pg_proc'::regclass
    AND i.objoid = p.oid
  WHERE p.proacl IS NOT NULL AND p.oid < 16384 AND i.initprivs IS DISTINCT FROM p.proacl
  ORDER BY 1, 2`;

/** The same of what belongs to extensions: grants that are no longer as the extension left them. */
export const memberGrantsSql = `
  SELECT 'privileges on ' || o.type AS type, o.identity
  FROM (
    SELECT d.classid, d.objid, COALESCE(c.relacl, p.proacl, t.typacl, w.fdwacl, n.nspacl, l.lanacl) AS acl
    FROM pg_catalog.pg_depend d
    LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid
    LEFT JOIN pg_catalog.pg_proc p ON d.classid = 'pg_catalog.pg_proc'::regclass AND p.oid = d.objid
    LEFT JOIN pg_catalog.pg_type t ON d.classid = 'pg_catalog.pg_type'::regclass AND t.oid = d.objid
    LEFT JOIN pg_catalog.pg_foreign_data_wrapper w
      ON d.classid = 'pg_catalog.pg_foreign_data_wrapper'::regclass AND w.oid = d.objid
    LEFT JOIN pg_catalog.pg_namespace n ON d.classid = 'pg_catalog.pg_namespace'::regclass AND n.oid = d.objid
    LEFT JOIN pg_catalog.pg_language l ON d.classid = 'pg_catalog.pg_language'::regclass AND l.oid = d.objid
    WHERE d.deptype = 'e' AND d.objid >= 16384
  ) AS m
  LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = m.classid AND i.objoid = m.objid AND i.objsubid = 0
  CROSS JOIN LATERAL pg_catalog.pg_identify_object(m.classid, m.objid, 0) AS o
  WHERE m.acl IS NOT NULL AND i.initprivs IS DISTINCT FROM m.acl
  ORDER BY 1, 2`;
