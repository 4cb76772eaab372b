import { saidOfOwnRoutines } from './adapt.ts';
import { postgisFunctions } from './postgis-functions.ts';
import { postgisTypes } from './postgis-types.ts';
import type { StandInSource } from './stand-in.ts';

/** The reference systems that histories name; the real table has thousands. */
const referenceSystems = [4326, 3857, 900913, 2154, 27700, 25832, 25833, 31370, 28992, 5514, 26910, 32633]
  .map((srid) => `(${srid}, 'EPSG', ${srid}, 'EPSG:${srid}', '+init=epsg:${srid}')`)
  .join(', ');

const columnsOf = (type: string) => `
  SELECT current_database()::varchar(256) AS f_table_catalog, n.nspname AS f_table_schema, c.relname AS f_table_name,
    a.attname AS f_${type}_column, CASE WHEN a.atttypmod > 0 AND a.atttypmod & 2 > 0 THEN 3 ELSE 2 END AS coord_dimension,
    CASE WHEN a.atttypmod > 0 THEN a.atttypmod / 256 ELSE 0 END AS srid,
    coalesce(substring(format_type(a.atttypid, a.atttypmod) FROM '[(]([A-Za-z]+)'), 'Geometry') AS type
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE a.atttypid = '${type}'::regtype AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm', 'f', 'p')`;

const tables = `
CREATE TABLE spatial_ref_sys (
  srid integer NOT NULL PRIMARY KEY CHECK (srid > 0 AND srid <= 998999),
  auth_name varchar(256),
  auth_srid integer,
  srtext varchar(2048),
  proj4text varchar(2048)
);
INSERT INTO spatial_ref_sys VALUES ${referenceSystems};
GRANT SELECT ON spatial_ref_sys TO public;
CREATE VIEW geometry_columns AS SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, coord_dimension,
  srid, upper(type)::varchar(30) AS type FROM (${columnsOf('geometry')}) g;
CREATE VIEW geography_columns AS ${columnsOf('geography')};
GRANT SELECT ON geometry_columns, geography_columns TO public;
CREATE RULE geometry_columns_insert AS ON INSERT TO geometry_columns DO INSTEAD NOTHING;
CREATE RULE geometry_columns_update AS ON UPDATE TO geometry_columns DO INSTEAD NOTHING;
CREATE RULE geometry_columns_delete AS ON DELETE TO geometry_columns DO INSTEAD NOTHING;
`;

/** The functions that change tables; those with a schema and a catalog in front call the shortest form. */
const management = `
CREATE FUNCTION AddGeometryColumn(schema_name varchar, table_name varchar, column_name varchar, new_srid integer,
  new_type varchar, new_dim integer, use_typmod boolean DEFAULT true) RETURNS text LANGUAGE plpgsql STRICT AS $f$
BEGIN
  EXECUTE format('ALTER TABLE %s%I ADD COLUMN %I @extschema@.geometry(%s, %s)', CASE WHEN schema_name = '' THEN ''
    ELSE quote_ident(schema_name) || '.' END, table_name, column_name,
    new_type || CASE WHEN new_dim > 2 AND new_type !~* '[zm]$' THEN 'Z' ELSE '' END, greatest(new_srid, 0));
  RETURN format('%s.%s.%s SRID:%s TYPE:%s DIMS:%s ', schema_name, table_name, column_name, new_srid, new_type, new_dim);
END $f$;
CREATE FUNCTION AddGeometryColumn(catalog_name varchar, schema_name varchar, table_name varchar, column_name varchar,
  new_srid_in integer, new_type varchar, new_dim integer, use_typmod boolean DEFAULT true) RETURNS text LANGUAGE sql STRICT
  RETURN AddGeometryColumn(schema_name, table_name, column_name, new_srid_in, new_type, new_dim);
CREATE FUNCTION AddGeometryColumn(table_name varchar, column_name varchar, new_srid integer, new_type varchar,
  new_dim integer, use_typmod boolean DEFAULT true) RETURNS text LANGUAGE sql STRICT
  RETURN AddGeometryColumn('', table_name, column_name, new_srid, new_type, new_dim);
CREATE FUNCTION DropGeometryColumn(schema_name varchar, table_name varchar, column_name varchar) RETURNS text
LANGUAGE plpgsql STRICT AS $f$
BEGIN
  EXECUTE format('ALTER TABLE %s%I DROP COLUMN %I', CASE WHEN schema_name = '' THEN ''
    ELSE quote_ident(schema_name) || '.' END, table_name, column_name);
  RETURN format('%s.%s.%s effectively removed.', schema_name, table_name, column_name);
END $f$;
CREATE FUNCTION DropGeometryColumn(table_name varchar, column_name varchar) RETURNS text LANGUAGE sql STRICT
  RETURN DropGeometryColumn('', table_name, column_name);
CREATE FUNCTION UpdateGeometrySRID(schema_name varchar, table_name varchar, column_name varchar, new_srid integer)
RETURNS text LANGUAGE plpgsql STRICT AS $f$
DECLARE
  relation text := CASE WHEN schema_name = '' THEN '' ELSE quote_ident(schema_name) || '.' END || quote_ident(table_name);
BEGIN
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE @extschema@.geometry(%s, %s) USING @extschema@.ST_SetSRID(%I, %s)',
    relation, column_name, coalesce((SELECT substring(format_type(atttypid, atttypmod) FROM '[(]([A-Za-z]+)')
      FROM pg_catalog.pg_attribute WHERE attrelid = relation::regclass AND attname = column_name), 'Geometry'),
    new_srid, column_name, new_srid);
  RETURN format('%s.%s SRID changed to %s', relation, column_name, new_srid);
END $f$;
CREATE FUNCTION UpdateGeometrySRID(table_name varchar, column_name varchar, new_srid integer) RETURNS text LANGUAGE sql STRICT
  RETURN UpdateGeometrySRID('', table_name, column_name, new_srid);
CREATE FUNCTION Populate_Geometry_Columns(use_typmod boolean DEFAULT true) RETURNS text LANGUAGE sql RETURN 'probed:0'::text;
CREATE FUNCTION Populate_Geometry_Columns(tbl_oid oid, use_typmod boolean DEFAULT true) RETURNS integer LANGUAGE sql RETURN 0;
CREATE FUNCTION Find_SRID(varchar, varchar, varchar) RETURNS integer LANGUAGE sql STABLE STRICT
  RETURN (SELECT srid FROM geometry_columns WHERE f_table_schema = $1 AND f_table_name = $2 AND f_geometry_column = $3);
CREATE FUNCTION postgis_typmod_srid(integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT RETURN greatest($1, 0) / 256;
CREATE FUNCTION postgis_version() RETURNS text LANGUAGE sql IMMUTABLE RETURN '3.5 USE_GEOS=1 USE_PROJ=1 USE_STATS=1'::text;
CREATE FUNCTION postgis_lib_version() RETURNS text LANGUAGE sql IMMUTABLE RETURN '3.5.3'::text;
CREATE FUNCTION postgis_full_version() RETURNS text LANGUAGE sql IMMUTABLE RETURN 'POSTGIS="3.5.3" [EXTENSION]'::text;
CREATE FUNCTION postgis_extensions_upgrade(target_version text DEFAULT NULL) RETURNS text LANGUAGE sql RETURN 'Upgrade completed'::text;
`;

const saidOfRoutines = saidOfOwnRoutines(
  /^(?:_?(?:st|postgis)_|geom(?:etry)?_?|geog(?:raphy)?_?|box[23]d|gserialized|gidx_|spheroid|overlaps_|(?:is_)?contain(?:s|ed)_2d|pgis_|populate_geometry|find_srid|get_proj4|(?:add|drop)geometry|updategeometry|lockrow|unlockrows|addauth|checkauth|(?:en|dis)?(?:able)?longtransactions|gettransactionid|equals\(geom|(?:box|bytea|jsonb?|path|point|polygon|text)\(geo(?:metry|graphy)\))/i,
);

export const postgis: StandInSource = {
  name: 'postgis',
  version: '3.5.3',
  relocatable: false,
  requires: [],
  comment: 'PostGIS geometry and geography spatial types and functions',
  note: 'Geometries keep their text, relations and measures work on bounding boxes, transformations change only the SRID, and spatial indexes are kept without saving a search. Grants on its functions are left out.',
  sql: [postgisTypes(), postgisFunctions(), tables, management].join('\n'),
  leaveOut: saidOfRoutines,
};

/** An extension that goes with PostGIS and of which histories use little more than the name. */
function companion(
  standIn: Pick<StandInSource, 'name' | 'sql'> &
    Partial<Pick<StandInSource, 'schema' | 'requires' | 'relocatable'>>,
): StandInSource {
  return {
    version: '3.5.3',
    relocatable: false,
    requires: ['postgis'],
    comment: `${standIn.name}, stood in for`,
    note: 'Little more than the types and tables that DDL names; its functions are missing.',
    ...standIn,
  };
}

export const postgisCompanions: readonly StandInSource[] = [
  companion({
    name: 'postgis_topology',
    schema: 'topology',
    sql: `
CREATE TABLE topology.topology (id serial NOT NULL PRIMARY KEY, name varchar NOT NULL UNIQUE, srid integer NOT NULL,
  precision float8 NOT NULL, hasz boolean NOT NULL DEFAULT false);
CREATE TABLE topology.layer (topology_id integer NOT NULL REFERENCES topology.topology (id), layer_id integer NOT NULL,
  schema_name varchar NOT NULL, table_name varchar NOT NULL, feature_column varchar NOT NULL, feature_type integer NOT NULL,
  level integer NOT NULL DEFAULT 0, child_id integer, UNIQUE (schema_name, table_name, feature_column),
  PRIMARY KEY (topology_id, layer_id));
CREATE TYPE topology.topogeometry AS (topology_id integer, layer_id integer, id integer, type integer);
`,
  }),
  companion({
    name: 'postgis_raster',
    sql: `
CREATE FUNCTION raster_in(cstring) RETURNS raster LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'byteain';
CREATE FUNCTION raster_out(raster) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'byteaout';
CREATE TYPE raster (INPUT = raster_in, OUTPUT = raster_out, STORAGE = extended);
CREATE VIEW raster_columns AS SELECT n.nspname AS r_table_schema, c.relname AS r_table_name, a.attname AS r_raster_column
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE a.atttypid = 'raster'::regtype AND NOT a.attisdropped;
`,
  }),
  companion({ name: 'postgis_sfcgal', sql: '' }),
  companion({
    name: 'postgis_tiger_geocoder',
    schema: 'tiger',
    requires: ['postgis', 'fuzzystrmatch'],
    sql: '',
  }),
  companion({
    name: 'address_standardizer',
    requires: [],
    relocatable: true,
    sql: `CREATE TYPE stdaddr AS (building text, house_num text, predir text, qual text, pretype text, name text, suftype text,
  sufdir text, ruralroute text, extra text, city text, state text, country text, postcode text, box text, unit text);`,
  }),
  companion({ name: 'address_standardizer_data_us', requires: [], relocatable: true, sql: '' }),
  companion({
    name: 'pgrouting',
    sql: `CREATE FUNCTION pgr_version() RETURNS text LANGUAGE sql IMMUTABLE RETURN '3.8.0'::text;`,
  }),
];
