import type { StandInSource } from './stand-in.ts';

/**
 * The stand-in's SQL, followed by giving its relations, its schemas and the functions in those schemas to whoever creates
 * the extension: managed platforms let the owner role grant on them, put policies on them and revoke them.
 */
export function givenToOwner(standIn: StandInSource): string {
  const fixed = standIn.schema === undefined ? 'NULL' : `'${standIn.schema}'`;
  return `${standIn.sql}
DO $give$
DECLARE
  item record;
  extension oid := (SELECT oid FROM pg_catalog.pg_extension WHERE extname = '${standIn.name}');
BEGIN
  FOR item IN
    WITH member AS (
      SELECT classid, objid FROM pg_catalog.pg_depend
      WHERE refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND refobjid = extension AND deptype = 'e'
    ), home AS (
      SELECT n.oid, nspname, m.objid IS NOT NULL AS is_member FROM pg_catalog.pg_namespace n
      LEFT JOIN member m ON m.objid = n.oid AND m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
      WHERE m.objid IS NOT NULL OR nspname = ${fixed} AND nspname <> 'pg_catalog'
    )
    SELECT pg_catalog.format('SCHEMA %I', nspname) AS what FROM home WHERE is_member
    UNION ALL
    SELECT CASE c.relkind WHEN 'v' THEN 'VIEW ' WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.oid::pg_catalog.regclass
    FROM member m JOIN pg_catalog.pg_class c ON c.oid = m.objid AND m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    WHERE c.relkind IN ('r', 'p', 'v') OR c.relkind = 'S' AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
    UNION ALL
    SELECT 'ROUTINE ' || p.oid::pg_catalog.regprocedure
    FROM member m JOIN pg_catalog.pg_proc p ON p.oid = m.objid AND m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    JOIN home h ON h.oid = p.pronamespace WHERE p.prokind <> 'a'
  LOOP
    EXECUTE 'ALTER ' || item.what || ' OWNER TO ' || $owner$@extowner@$owner$;
  END LOOP;
  -- What was granted above is noted as the extension's own again, now that somebody else grants it.
  FOR item IN
    SELECT o.what FROM pg_catalog.pg_depend d CROSS JOIN LATERAL (
      SELECT pg_catalog.format('SCHEMA %I', n.nspname) FROM pg_catalog.pg_namespace n
      WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND n.oid = d.objid AND n.nspacl IS NOT NULL
      UNION ALL
      SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.oid::pg_catalog.regclass FROM pg_catalog.pg_class c
      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid AND c.relacl IS NOT NULL
      UNION ALL
      SELECT 'ROUTINE ' || p.oid::pg_catalog.regprocedure FROM pg_catalog.pg_proc p
      WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.objid AND p.proacl IS NOT NULL
    ) AS o(what)
    WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = extension AND d.deptype = 'e'
  LOOP
    EXECUTE 'GRANT ALL ON ' || item.what || ' TO ' || $owner$@extowner@$owner$;
  END LOOP;
END $give$;
`;
}
