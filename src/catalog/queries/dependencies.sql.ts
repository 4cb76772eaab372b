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
  readonly extension: string;
}

/** What belongs to extensions. */
export const membersSql = `
  SELECT d.classid::pg_catalog.regclass::text AS catalog, d.objid AS oid, e.extname AS extension
  FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_depend d ON d.refobjid = e.oid
  WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e' AND d.objid >= 16384`;

/** The server's version and the session's own role. */
export interface SessionRow {
  readonly version: number;
  readonly self: string;
}
export const sessionSql = `
  SELECT pg_catalog.current_setting('server_version_num')::int AS version, current_user::text AS self`;

/** A role or an operator class. */
export interface NameRow {
  readonly oid: number;
  readonly name: string;
}
export const rolesSql = 'SELECT oid::int8 AS oid, rolname::text AS name FROM pg_catalog.pg_roles';

/** B-tree operator classes that an index has where it says nothing, and their types. */
export const ownClassesSql = `
  SELECT oid::int8 AS oid, pg_catalog.format_type(opcintype, NULL) AS name FROM pg_catalog.pg_opclass
  WHERE opcmethod = 403 AND opcdefault`;

/** What objects are, for those that no fact describes; what sessions have for themselves is nobody's concern. */
export const identifySql = `
  SELECT o.type, o.identity
  FROM ROWS FROM (unnest($1::regclass[]), unnest($2::oid[])) AS u(class, object),
    LATERAL pg_catalog.pg_identify_object(u.class, u.object, 0) AS o
  WHERE o.type IS NOT NULL AND o.schema IS DISTINCT FROM 'pg_toast'
    AND o.identity !~ '\\mpg_(toast_)?temp(_[0-9]+)?\\.' ORDER BY 1, 2`;
