import { storageParameters } from './adapt.ts';
import type { StandInSource } from './stand-in.ts';

/**
 * A function that does nothing and answers 0: PostgreSQL's own pg_trigger_depth under another signature. Only compiled
 * functions may take arguments of type "any", as the real ones do.
 */
function idle(signature: string): string {
  return `CREATE FUNCTION ${signature} RETURNS integer LANGUAGE internal AS 'pg_trigger_depth';`;
}

const catalog = `
CREATE SCHEMA _timescaledb_catalog;
CREATE SCHEMA _timescaledb_internal;
CREATE SCHEMA _timescaledb_functions;
CREATE SCHEMA _timescaledb_config;
CREATE SCHEMA timescaledb_information;
CREATE SCHEMA timescaledb_experimental;
GRANT USAGE ON SCHEMA _timescaledb_catalog, _timescaledb_internal, timescaledb_information, timescaledb_experimental TO public;
CREATE TYPE _timescaledb_internal.dimension_info AS (column_name name, partitions integer);
CREATE TABLE _timescaledb_catalog.hypertable (
  id serial PRIMARY KEY,
  schema_name name NOT NULL,
  table_name name NOT NULL,
  time_column name NOT NULL,
  num_dimensions smallint NOT NULL DEFAULT 1,
  UNIQUE (schema_name, table_name)
);
CREATE TABLE _timescaledb_config.bgw_job (
  id serial PRIMARY KEY,
  application_name name,
  schedule_interval interval,
  proc_schema name,
  proc_name name,
  scheduled boolean NOT NULL DEFAULT true,
  config jsonb,
  hypertable_schema name,
  hypertable_name name
);
SELECT pg_catalog.setval('_timescaledb_config.bgw_job_id_seq', 1000);
GRANT SELECT ON ALL TABLES IN SCHEMA _timescaledb_catalog, _timescaledb_config TO public;
CREATE VIEW timescaledb_information.hypertables AS
  SELECT schema_name AS hypertable_schema, table_name AS hypertable_name, NULL::name AS owner, num_dimensions,
    0::bigint AS num_chunks, false AS compression_enabled, NULL::name[] AS tablespaces, time_column AS primary_dimension
  FROM _timescaledb_catalog.hypertable;
CREATE VIEW timescaledb_information.dimensions AS
  SELECT schema_name AS hypertable_schema, table_name AS hypertable_name, 1::bigint AS dimension_number,
    time_column AS column_name, NULL::regtype AS column_type, 'Time'::text AS dimension_type, NULL::interval AS time_interval
  FROM _timescaledb_catalog.hypertable;
CREATE VIEW timescaledb_information.jobs AS
  SELECT id AS job_id, application_name, schedule_interval, proc_schema, proc_name, scheduled, config,
    NULL::timestamptz AS next_start, hypertable_schema, hypertable_name FROM _timescaledb_config.bgw_job;
CREATE VIEW timescaledb_information.chunks AS
  SELECT NULL::name AS hypertable_schema, NULL::name AS hypertable_name, NULL::name AS chunk_schema, NULL::name AS chunk_name,
    NULL::timestamptz AS range_start, NULL::timestamptz AS range_end, false AS is_compressed WHERE false;
CREATE VIEW timescaledb_information.continuous_aggregates AS
  SELECT NULL::name AS hypertable_schema, NULL::name AS hypertable_name, NULL::name AS view_schema, NULL::name AS view_name,
    NULL::name AS view_owner, false AS materialized_only, false AS compression_enabled,
    NULL::name AS materialization_hypertable_schema, NULL::name AS materialization_hypertable_name,
    NULL::text AS view_definition WHERE false;
CREATE VIEW timescaledb_information.compression_settings AS
  SELECT NULL::name AS hypertable_schema, NULL::name AS hypertable_name, NULL::name AS attname WHERE false;
CREATE VIEW timescaledb_information.job_stats AS
  SELECT NULL::name AS hypertable_schema, NULL::name AS hypertable_name, NULL::integer AS job_id, NULL::text AS job_status,
    NULL::text AS last_run_status WHERE false;
GRANT SELECT ON ALL TABLES IN SCHEMA timescaledb_information TO public;
`;

const hypertables = `
CREATE FUNCTION _timescaledb_internal.make_hypertable(
  relation regclass, time_column name, default_indexes boolean, if_not_exists boolean, migrate_data boolean
) RETURNS _timescaledb_catalog.hypertable LANGUAGE plpgsql AS $f$
DECLARE
  result _timescaledb_catalog.hypertable;
  home name;
  own name;
  time_number smallint;
  offender text;
  has_rows boolean;
BEGIN
  SELECT n.nspname, c.relname INTO home, own FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = relation;
  SELECT attnum INTO time_number FROM pg_catalog.pg_attribute
  WHERE attrelid = relation AND attname = time_column AND NOT attisdropped;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'column "%" does not exist', time_column USING ERRCODE = 'undefined_column';
  END IF;
  SELECT * INTO result FROM _timescaledb_catalog.hypertable h WHERE h.schema_name = home AND h.table_name = own;
  IF FOUND AND NOT if_not_exists THEN
    RAISE EXCEPTION 'table "%" is already a hypertable', own USING ERRCODE = 'duplicate_table';
  ELSIF FOUND THEN
    RAISE NOTICE 'table "%" is already a hypertable, skipping', own;
    RETURN result;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %s)', relation) INTO has_rows;
  IF has_rows AND NOT coalesce(migrate_data, false) THEN
    RAISE EXCEPTION 'table "%" is not empty', own USING ERRCODE = 'feature_not_supported',
      HINT = 'You can migrate data by specifying ''migrate_data => true'' when calling this function.';
  END IF;
  SELECT indexrelid::regclass INTO offender FROM pg_catalog.pg_index
  WHERE indrelid = relation AND indisunique AND NOT time_number = ANY (indkey);
  IF FOUND THEN
    RAISE EXCEPTION 'cannot create a unique index without the column "%" (used in partitioning)', time_column
      USING ERRCODE = 'invalid_table_definition', DETAIL = format('The index is %s.', offender);
  END IF;
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', relation, time_column);
  IF default_indexes AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_index WHERE indrelid = relation AND indkey[0] = time_number) THEN
    EXECUTE format('CREATE INDEX ON %s (%I DESC)', relation, time_column);
  END IF;
  INSERT INTO _timescaledb_catalog.hypertable (schema_name, table_name, time_column) VALUES (home, own, time_column)
  RETURNING * INTO result;
  RETURN result;
END $f$;
CREATE FUNCTION create_hypertable(
  relation regclass, time_column_name name, partitioning_column name DEFAULT NULL, number_partitions integer DEFAULT NULL,
  associated_schema_name name DEFAULT NULL, associated_table_prefix name DEFAULT NULL,
  chunk_time_interval anyelement DEFAULT NULL::bigint, create_default_indexes boolean DEFAULT true,
  if_not_exists boolean DEFAULT false, partitioning_func regproc DEFAULT NULL, migrate_data boolean DEFAULT false,
  chunk_target_size text DEFAULT NULL, chunk_sizing_func regproc DEFAULT NULL, time_partitioning_func regproc DEFAULT NULL,
  replication_factor integer DEFAULT NULL, data_nodes name[] DEFAULT NULL, distributed boolean DEFAULT NULL
) RETURNS TABLE (hypertable_id integer, schema_name name, table_name name, created boolean) LANGUAGE sql AS $f$
  SELECT id, schema_name, table_name, true
  FROM _timescaledb_internal.make_hypertable(relation, time_column_name, create_default_indexes, if_not_exists, migrate_data)
$f$;
CREATE FUNCTION create_hypertable(
  relation regclass, dimension _timescaledb_internal.dimension_info, create_default_indexes boolean DEFAULT true,
  if_not_exists boolean DEFAULT false, migrate_data boolean DEFAULT false
) RETURNS TABLE (hypertable_id integer, created boolean) LANGUAGE sql AS $f$
  SELECT id, true FROM _timescaledb_internal.make_hypertable(relation, dimension.column_name, create_default_indexes,
    if_not_exists, migrate_data)
$f$;
CREATE FUNCTION by_range(column_name name, partition_interval anyelement DEFAULT NULL::bigint, partition_func regproc DEFAULT NULL)
RETURNS _timescaledb_internal.dimension_info LANGUAGE sql AS 'SELECT column_name, 0';
CREATE FUNCTION by_hash(column_name name, number_partitions integer, partition_func regproc DEFAULT NULL)
RETURNS _timescaledb_internal.dimension_info LANGUAGE sql AS 'SELECT column_name, number_partitions';
CREATE FUNCTION add_dimension(
  hypertable regclass, column_name name, number_partitions integer DEFAULT NULL,
  chunk_time_interval anyelement DEFAULT NULL::bigint, partitioning_func regproc DEFAULT NULL, if_not_exists boolean DEFAULT false
) RETURNS TABLE (dimension_id integer, schema_name name, table_name name, column_name name, created boolean) LANGUAGE sql AS
  'SELECT 2, NULL::name, NULL::name, $2, true';
CREATE FUNCTION add_dimension(
  hypertable regclass, dimension _timescaledb_internal.dimension_info, if_not_exists boolean DEFAULT false
) RETURNS TABLE (dimension_id integer, created boolean) LANGUAGE sql AS 'SELECT 2, true';
`;

const policies = `
${[
  'set_chunk_time_interval(hypertable regclass, chunk_time_interval "any", dimension_name name DEFAULT NULL)',
  'set_integer_now_func(hypertable regclass, integer_now_func regproc, replace_if_exists boolean DEFAULT false)',
  'set_number_partitions(hypertable regclass, number_partitions integer, dimension_name name DEFAULT NULL)',
  'add_retention_policy(relation regclass, drop_after "any" DEFAULT NULL, if_not_exists boolean DEFAULT false, schedule_interval interval DEFAULT NULL, initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL, drop_created_before interval DEFAULT NULL)',
  'remove_retention_policy(relation regclass, if_exists boolean DEFAULT false)',
  'add_compression_policy(hypertable regclass, compress_after "any" DEFAULT NULL, if_not_exists boolean DEFAULT false, schedule_interval interval DEFAULT NULL, initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL, compress_created_before interval DEFAULT NULL)',
  'remove_compression_policy(hypertable regclass, if_exists boolean DEFAULT false)',
  'add_continuous_aggregate_policy(continuous_aggregate regclass, start_offset "any", end_offset "any", schedule_interval interval, if_not_exists boolean DEFAULT false, initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL, include_tiered_data boolean DEFAULT NULL, buckets_per_batch integer DEFAULT NULL, max_batches_per_execution integer DEFAULT NULL, refresh_newest_first boolean DEFAULT NULL)',
  'remove_continuous_aggregate_policy(continuous_aggregate regclass, if_not_exists boolean DEFAULT false, if_exists boolean DEFAULT NULL)',
  'add_reorder_policy(hypertable regclass, index_name name, if_not_exists boolean DEFAULT false, initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL)',
  'remove_reorder_policy(hypertable regclass, if_exists boolean DEFAULT false)',
  'attach_tablespace(tablespace name, hypertable regclass, if_not_attached boolean DEFAULT false)',
  'detach_tablespace(tablespace name, hypertable regclass DEFAULT NULL, if_attached boolean DEFAULT false)',
  'enable_chunk_skipping(hypertable regclass, column_name name, if_not_exists boolean DEFAULT false)',
]
  .map(idle)
  .join('\n')}
${[
  'refresh_continuous_aggregate(continuous_aggregate regclass, window_start "any", window_end "any", force boolean DEFAULT false, options jsonb DEFAULT NULL)',
  'add_columnstore_policy(hypertable regclass, after "any" DEFAULT NULL, if_not_exists boolean DEFAULT false, schedule_interval interval DEFAULT NULL, initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL, created_before interval DEFAULT NULL, hypercore_use_access_method boolean DEFAULT NULL)',
  'remove_columnstore_policy(hypertable regclass, if_exists boolean DEFAULT false)',
  'convert_to_columnstore(chunk regclass, if_not_columnstore boolean DEFAULT true, recompress boolean DEFAULT false)',
  'convert_to_rowstore(chunk regclass, if_columnstore boolean DEFAULT true)',
  'recompress_chunk(chunk regclass, if_not_compressed boolean DEFAULT true)',
  'run_job(job_id integer)',
]
  .map((signature) => `CREATE PROCEDURE ${signature} LANGUAGE internal AS 'pg_trigger_depth';`)
  .join('\n')}
CREATE FUNCTION add_job(
  proc regproc, schedule_interval interval, config jsonb DEFAULT NULL, initial_start timestamptz DEFAULT NULL,
  scheduled boolean DEFAULT true, check_config regproc DEFAULT NULL, fixed_schedule boolean DEFAULT true,
  timezone text DEFAULT NULL, job_name text DEFAULT NULL
) RETURNS integer LANGUAGE sql AS $f$
  INSERT INTO _timescaledb_config.bgw_job (application_name, schedule_interval, proc_schema, proc_name, scheduled, config)
  SELECT job_name, schedule_interval, n.nspname, p.proname, scheduled, config
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = proc RETURNING id
$f$;
CREATE FUNCTION delete_job(job_id integer) RETURNS void LANGUAGE sql AS
  'DELETE FROM _timescaledb_config.bgw_job WHERE id = job_id';
CREATE FUNCTION alter_job(
  job_id integer, schedule_interval interval DEFAULT NULL, max_runtime interval DEFAULT NULL, max_retries integer DEFAULT NULL,
  retry_period interval DEFAULT NULL, scheduled boolean DEFAULT NULL, config jsonb DEFAULT NULL,
  next_start timestamptz DEFAULT NULL, if_exists boolean DEFAULT false, check_config regproc DEFAULT NULL
) RETURNS integer LANGUAGE sql AS 'SELECT job_id';
CREATE FUNCTION show_chunks(
  relation regclass, older_than anyelement DEFAULT NULL::interval, newer_than anycompatible DEFAULT NULL::interval
) RETURNS SETOF regclass LANGUAGE sql AS 'SELECT NULL::regclass WHERE false';
CREATE FUNCTION drop_chunks(
  relation regclass, older_than anyelement DEFAULT NULL::interval, newer_than anycompatible DEFAULT NULL::interval,
  "verbose" boolean DEFAULT false
) RETURNS SETOF text LANGUAGE sql AS 'SELECT NULL::text WHERE false';
CREATE FUNCTION compress_chunk(uncompressed_chunk regclass, if_not_compressed boolean DEFAULT true, recompress boolean DEFAULT false)
RETURNS regclass LANGUAGE sql AS 'SELECT uncompressed_chunk';
CREATE FUNCTION decompress_chunk(uncompressed_chunk regclass, if_compressed boolean DEFAULT true)
RETURNS regclass LANGUAGE sql AS 'SELECT uncompressed_chunk';
`;

/** Buckets start at Monday 2000-01-03, those of whole months at 2000-01-01, as the real ones do. */
function timeBuckets(name: string): string {
  const months = '(extract(year FROM bucket_width) * 12 + extract(month FROM bucket_width))::integer';
  const times = ['timestamptz', 'timestamp', 'date'].map(
    (type) => `
CREATE FUNCTION ${name}(bucket_width interval, ts ${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT (CASE WHEN ${months} > 0
    THEN timestamp '2000-01-01' + make_interval(months => floor((extract(year FROM t) * 12 + extract(month FROM t) - 24001)::numeric / ${months})::integer * ${months})
    ELSE date_bin(bucket_width, t, timestamp '2000-01-03') END${type === 'timestamptz' ? " AT TIME ZONE 'UTC'" : ''})::${type}
  FROM (SELECT (ts${type === 'timestamptz' ? " AT TIME ZONE 'UTC'" : ''})::timestamp AS t) s
$f$;
CREATE FUNCTION ${name}(bucket_width interval, ts ${type}, origin ${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT date_bin(bucket_width, ts::${type === 'date' ? 'timestamp' : type}, origin::${type === 'date' ? 'timestamp' : type})::${type}
$f$;
CREATE FUNCTION ${name}(bucket_width interval, ts ${type}, "offset" interval) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT (@extschema@.${name}(bucket_width, (ts - "offset")::${type}) + "offset")::${type}
$f$;`,
  );
  const numbers = ['smallint', 'integer', 'bigint'].map(
    (type) => `
CREATE FUNCTION ${name}(bucket_width ${type}, ts ${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT (floor(ts::numeric / bucket_width) * bucket_width)::${type}
$f$;
CREATE FUNCTION ${name}(bucket_width ${type}, ts ${type}, "offset" ${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT (floor((ts - "offset")::numeric / bucket_width) * bucket_width + "offset")::${type}
$f$;`,
  );
  return `${times.join('')}${numbers.join('')}
CREATE FUNCTION ${name}(
  bucket_width interval, ts timestamptz, timezone text, origin timestamptz DEFAULT NULL, "offset" interval DEFAULT NULL
) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT @extschema@.${name}(bucket_width, ts AT TIME ZONE timezone) AT TIME ZONE timezone
$f$;`;
}

const functions = `
${timeBuckets('time_bucket')}
${timeBuckets('time_bucket_gapfill')}
CREATE FUNCTION time_bucket_gapfill(bucket_width interval, ts timestamptz, start timestamptz, finish timestamptz)
RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $f$ SELECT @extschema@.time_bucket(bucket_width, ts) $f$;
CREATE FUNCTION locf(value anyelement, prev anyelement DEFAULT NULL, treat_null_as_missing boolean DEFAULT false)
RETURNS anyelement LANGUAGE sql AS 'SELECT value';
CREATE FUNCTION interpolate(value anyelement, prev record DEFAULT NULL, next record DEFAULT NULL)
RETURNS anyelement LANGUAGE plpgsql AS 'BEGIN RETURN value; END';
CREATE FUNCTION _timescaledb_functions.keep_first(anyelement, anyelement, anycompatible) RETURNS anyelement LANGUAGE sql IMMUTABLE AS
  'SELECT coalesce($1, $2)';
CREATE FUNCTION _timescaledb_functions.keep_last(anyelement, anyelement, anycompatible) RETURNS anyelement LANGUAGE sql IMMUTABLE AS
  'SELECT coalesce($2, $1)';
CREATE AGGREGATE first(anyelement, anycompatible) (SFUNC = _timescaledb_functions.keep_first, STYPE = anyelement);
CREATE AGGREGATE last(anyelement, anycompatible) (SFUNC = _timescaledb_functions.keep_last, STYPE = anyelement);
CREATE FUNCTION approximate_row_count(relation regclass) RETURNS bigint LANGUAGE sql AS
  'SELECT greatest(reltuples, 0)::bigint FROM pg_catalog.pg_class WHERE oid = relation';
CREATE FUNCTION hypertable_size(hypertable regclass) RETURNS bigint LANGUAGE sql AS
  'SELECT pg_catalog.pg_total_relation_size(hypertable)';
CREATE FUNCTION hypertable_detailed_size(hypertable regclass)
RETURNS TABLE (table_bytes bigint, index_bytes bigint, toast_bytes bigint, total_bytes bigint, node_name name) LANGUAGE sql AS
  'SELECT pg_catalog.pg_table_size(hypertable), pg_catalog.pg_indexes_size(hypertable), 0::bigint, pg_catalog.pg_total_relation_size(hypertable), NULL::name';
CREATE FUNCTION timescaledb_pre_restore() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION timescaledb_post_restore() RETURNS boolean LANGUAGE sql AS 'SELECT true';
`;

export const timescaledb: StandInSource = {
  name: 'timescaledb',
  version: '2.23.1',
  relocatable: false,
  requires: [],
  comment: 'Enables scalable inserts and complex queries for time-series data',
  note: 'Hypertables stay plain tables (their time column becomes NOT NULL and indexed), continuous aggregates plain materialized views, policies do nothing, compression settings are left out, gaps are not filled.',
  sql: [catalog, hypertables, policies, functions].join('\n'),
  leaveOut: storageParameters('(?:timescaledb|tsdb)\\.'),
};

export const timescaledbToolkit: StandInSource = {
  name: 'timescaledb_toolkit',
  version: '1.22.0',
  relocatable: false,
  requires: [],
  comment: 'Library of analytical hyperfunctions, time-series pipelining, and other SQL utilities',
  note: 'Nothing but its name: none of its functions is there.',
  sql: '',
};
