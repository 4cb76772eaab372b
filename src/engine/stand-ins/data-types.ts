import { gistClass, gistSupport } from './index-classes.ts';
import { sqlFunctions, sqlOperators } from './sql-functions.ts';
import type { StandInSource } from './stand-in.ts';
import { textType } from './text-type.ts';

const parts = { version: '1.0', relocatable: true, requires: [] } as const;

const addresses = ['ip4', 'ip6', 'ipaddress', 'ip4r', 'ip6r', 'iprange'];

const ip4r: StandInSource = {
  ...parts,
  name: 'ip4r',
  version: '2.4',
  comment: 'IPv4/v6 and IPv4/v6 range index type for PostgreSQL',
  note: 'Addresses and ranges keep their text; containment works for CIDR notation only, and GiST indexes are never searched.',
  sql: addresses
    .map(
      (type) => `${textType({ name: type, btree: `btree_${type}_ops`, hash: `hash_${type}_ops` })}
${sqlFunctions(`
  ${type}(inet) ${type} = host($1)::${type}
  ${type}(text) ${type} = $1::${type}
  ${type}_contains(${type}, ${type}) boolean = $1::text::inet >>= $2::text::inet
  ${type}_contained(${type}, ${type}) boolean = $1::text::inet <<= $2::text::inet
  ${type}_overlaps(${type}, ${type}) boolean = $1::text::inet && $2::text::inet
`)}
${sqlOperators(`
  ${type} >>= ${type} ${type}_contains
  ${type} @> ${type} ${type}_contains
  ${type} <<= ${type} ${type}_contained
  ${type} <@ ${type} ${type}_contained
  ${type} && ${type} ${type}_overlaps &&
`)}
CREATE CAST (inet AS ${type}) WITH FUNCTION ${type}(inet) AS ASSIGNMENT;
${gistSupport(type)}
${gistClass({ name: `gist_${type}_ops`, type, isDefault: true })}`,
    )
    .join('\n'),
};

const semver: StandInSource = {
  ...parts,
  name: 'semver',
  version: '0.40.0',
  comment: 'Semantic version data type',
  note: 'Versions keep their text and compare as text, so that 1.10.0 comes before 1.9.0.',
  sql: `${textType({ name: 'semver' })}
${sqlFunctions(`
  semver(text) semver = $1::semver
  to_semver(text) semver = $1::semver
  is_semver(text) boolean = $1 ~ '^[0-9]+[.][0-9]+[.][0-9]+([-+].*)?$'
  get_semver_major(semver) integer = split_part($1::text, '.', 1)::integer
  get_semver_minor(semver) integer = split_part($1::text, '.', 2)::integer
  get_semver_patch(semver) integer = substring(split_part($1::text, '.', 3) FROM '^[0-9]+')::integer
  get_semver_prerelease(semver) text = substring($1::text FROM '-([^+]*)')
`)}
CREATE CAST (text AS semver) WITH FUNCTION semver(text) AS ASSIGNMENT;
CREATE TYPE semverrange AS RANGE (SUBTYPE = semver);`,
};

const unit: StandInSource = {
  ...parts,
  name: 'unit',
  version: '7',
  comment: 'SI units extension',
  note: 'Quantities keep their text; nothing is converted or computed.',
  sql: `${textType({ name: 'unit' })}
${sqlFunctions("value(unit) float8 = substring($1::text FROM '^[-+0-9.eE]+')::float8")}`,
};

const age: StandInSource = {
  ...parts,
  name: 'age',
  version: '1.5.0',
  schema: 'ag_catalog',
  relocatable: false,
  comment: 'AGE database extension',
  note: 'A graph is a schema without tables; Cypher queries answer no row.',
  sql: `${textType({ name: 'agtype' })}
CREATE TYPE graphid AS (id bigint);
CREATE TABLE ag_catalog.ag_graph (graphid serial PRIMARY KEY, name name UNIQUE NOT NULL, namespace text NOT NULL);
GRANT USAGE ON SCHEMA ag_catalog TO public;
GRANT SELECT ON ag_catalog.ag_graph TO public;
CREATE FUNCTION ag_catalog.create_graph(graph_name name) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('CREATE SCHEMA %I', graph_name);
  INSERT INTO ag_catalog.ag_graph (name, namespace) VALUES (graph_name, graph_name);
END $f$;
CREATE FUNCTION ag_catalog.drop_graph(graph_name name, cascade boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('DROP SCHEMA %I CASCADE', graph_name);
  DELETE FROM ag_catalog.ag_graph WHERE name = graph_name;
END $f$;
CREATE FUNCTION ag_catalog.create_vlabel(graph_name name, label_name name) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION ag_catalog.create_elabel(graph_name name, label_name name) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION ag_catalog.cypher(graph_name name, query_string text, params ag_catalog.agtype DEFAULT NULL)
RETURNS SETOF record LANGUAGE plpgsql AS 'BEGIN RETURN; END';`,
};

const pgJsonschema: StandInSource = {
  ...parts,
  name: 'pg_jsonschema',
  version: '0.3.3',
  comment: 'PostgreSQL extension providing JSON Schema validation',
  note: 'Every document is taken as valid.',
  sql: sqlFunctions(`
  json_matches_schema(schema json, instance json) boolean = true
  jsonb_matches_schema(schema json, instance jsonb) boolean = true
  jsonschema_is_valid(schema json) boolean = true
  jsonschema_validation_errors(schema json, instance json) text[] = ARRAY[]::text[]
`),
};

export const dataTypes: readonly StandInSource[] = [ip4r, semver, unit, age, pgJsonschema];
