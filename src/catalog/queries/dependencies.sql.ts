/**
 * Every recorded dependency of an object that is not the system's, as parallel arrays in one row: ten times faster to
 * send and to read than rows. Dependencies on schemas are left out, since a name tells them.
 * https://www.postgresql.org/docs/18/catalog-pg-depend.html
 */
export const dependenciesSql = `
  SELECT pg_catalog.array_to_json(pg_catalog.array_agg(d.classid::int8))::text AS class,
    pg_catalog.array_to_json(pg_catalog.array_agg(d.objid::int8))::text AS object,
    pg_catalog.array_to_json(pg_catalog.array_agg(d.objsubid))::text AS column,
    pg_catalog.array_to_json(pg_catalog.array_agg(d.refclassid::int8))::text AS referenced_class,
    pg_catalog.array_to_json(pg_catalog.array_agg(d.refobjid::int8))::text AS referenced,
    pg_catalog.array_to_json(pg_catalog.array_agg(d.refobjsubid))::text AS referenced_column,
    pg_catalog.string_agg(d.deptype::text, '') AS types
  FROM pg_catalog.pg_depend d
  WHERE d.objid >= 16384 AND d.refclassid <> 'pg_catalog.pg_namespace'::regclass AND d.deptype NOT IN ('P', 'S', 'p')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t
      WHERE d.classid = 'pg_catalog.pg_trigger'::regclass AND t.oid = d.objid AND t.tgisinternal)`;

/** The oids by which `pg_depend` calls the system catalogs. */
export const catalogOidsSql = `
  SELECT oid::int8 AS oid, relname AS name FROM pg_catalog.pg_class
  WHERE relnamespace = 11 AND relkind = 'r' AND relname ~ '^pg_'`;

/** The session's names: roles, its own role, the server's version. */
export const sessionSql = `
  SELECT pg_catalog.current_setting('server_version_num')::int AS version, current_user::text AS self`;
export const rolesSql = 'SELECT oid::int8 AS oid, rolname::text AS name FROM pg_catalog.pg_roles';

/** What objects are, for those that no fact describes. */
export const identifySql = `
  SELECT o.type, o.identity
  FROM ROWS FROM (unnest($1::oid[]), unnest($2::oid[])) AS u(class, object),
    LATERAL pg_catalog.pg_identify_object(u.class, u.object, 0) AS o
  WHERE o.type IS NOT NULL AND o.schema IS DISTINCT FROM 'pg_toast' ORDER BY 1, 2`;
