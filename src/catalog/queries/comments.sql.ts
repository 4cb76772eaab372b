import type { Rare } from '../reader.ts';

/** One row per comment or label, to be attached to whatever fact its address belongs to. */
export interface RemarkRow {
  catalog: string;
  oid: number;
  column: number;
  provider: string;
  text: string;
}

/**
 * Whether a comment `d` is on an object that comes with another under its own name: an array type, a multirange, a range's
 * constructor, a view's rule, the constraint of a trigger. Comments on a row type are its table's.
 */
const isOnCompanion = `d.classoid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_proc'::regclass,
    'pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_constraint'::regclass)
  AND EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = d.classoid AND i.objid = d.objoid AND i.deptype = 'i'
    AND (i.classid <> 'pg_catalog.pg_type'::regclass OR i.refclassid = 'pg_catalog.pg_type'::regclass))`;

/** Comments on objects that no fact describes, for the list of what is not modelled. */
export const strayComments: Rare = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_description WHERE objoid >= 16384)',
  sql: `
  SELECT 'comment on ' || o.type AS type, o.identity FROM pg_catalog.pg_description d
  CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, 0) AS o
  WHERE d.objoid >= 16384 AND ${isOnCompanion}`,
};

/** Comments that every database has from the beginning are left out. */
const isOwn = `(d.objoid >= 16384 OR d.objoid = 2200 AND d.classoid = 'pg_catalog.pg_namespace'::regclass)
  AND NOT (d.classoid = 'pg_catalog.pg_namespace'::regclass AND d.description = 'standard public schema'
    AND d.objoid IN (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'public'))`;

/** Comments, those on roles too. https://www.postgresql.org/docs/18/catalog-pg-description.html */
export const comments: Rare = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_description d WHERE ${isOwn})
    OR EXISTS (SELECT FROM pg_catalog.pg_shdescription WHERE objoid >= 16384)`,
  sql: `
    SELECT d.classoid::pg_catalog.regclass::text AS catalog, d.objoid AS oid, d.objsubid AS column, '' AS provider,
      d.description AS text
    FROM pg_catalog.pg_description d WHERE ${isOwn} AND NOT (${isOnCompanion})
    UNION ALL SELECT s.classoid::pg_catalog.regclass::text, s.objoid, 0, '', s.description
    FROM pg_catalog.pg_shdescription s WHERE s.objoid >= 16384`,
};

/** Security labels. https://www.postgresql.org/docs/18/catalog-pg-seclabel.html */
export const securityLabels: Rare = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_seclabel WHERE objoid >= 16384)
    OR EXISTS (SELECT FROM pg_catalog.pg_shseclabel WHERE objoid >= 16384)`,
  sql: `
    SELECT l.classoid::pg_catalog.regclass::text AS catalog, l.objoid AS oid, l.objsubid AS column, l.provider, l.label AS text
    FROM pg_catalog.pg_seclabel l WHERE l.objoid >= 16384
    UNION ALL SELECT s.classoid::pg_catalog.regclass::text, s.objoid, 0, s.provider, s.label
    FROM pg_catalog.pg_shseclabel s WHERE s.objoid >= 16384`,
};
