import type { StandInSource } from './stand-in.ts';

type Tool = Pick<StandInSource, 'name'> & Partial<StandInSource>;

/** Extensions for whoever runs a server. Histories create them and seldom call them. */
const tools: readonly Tool[] = [
  { name: 'pgaudit' },
  { name: 'pg_hint_plan', schema: 'hint_plan' },
  { name: 'pg_repack', schema: 'repack' },
  { name: 'pg_squeeze', schema: 'squeeze' },
  { name: 'pg_stat_monitor' },
  { name: 'pg_stat_kcache' },
  { name: 'pg_qualstats' },
  { name: 'pg_wait_sampling' },
  { name: 'pg_show_plans' },
  { name: 'pg_proctab' },
  { name: 'pg_profile' },
  { name: 'pg_track_settings' },
  { name: 'pgcryptokey' },
  { name: 'pg_auth_mon' },
  { name: 'set_user' },
  { name: 'pgextwlist' },
  { name: 'rds_tools' },
  { name: 'azure' },
  { name: 'google_ml_integration' },
  { name: 'powa' },
  { name: 'adminpack', schema: 'pg_catalog' },
  { name: 'old_snapshot' },
  {
    name: 'plpgsql_check',
    note: 'Every function passes: nothing is checked.',
    sql: `CREATE FUNCTION plpgsql_check_function(funcoid regprocedure, relid regclass DEFAULT 0, format text DEFAULT 'text',
  fatal_errors boolean DEFAULT true) RETURNS SETOF text LANGUAGE sql AS 'SELECT NULL::text WHERE false';`,
  },
  {
    name: 'hypopg',
    note: 'A hypothetical index is accepted and forgotten.',
    sql: `
CREATE FUNCTION hypopg_create_index(sql_order text, OUT indexrelid oid, OUT indexname text) RETURNS SETOF record
  LANGUAGE sql STRICT AS $f$ SELECT 0::oid, 'hypothetical'::text $f$;
CREATE FUNCTION hypopg_drop_index(indexid oid) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION hypopg_reset() RETURNS void LANGUAGE sql AS '';
CREATE VIEW hypopg_list_indexes AS SELECT NULL::oid AS indexrelid, NULL::text AS index_name, NULL::name AS schema_name,
  NULL::name AS table_name, NULL::name AS am_name WHERE false;`,
  },
  {
    name: 'index_advisor',
    requires: ['hypopg'],
    note: 'No index is ever advised.',
    sql: `CREATE FUNCTION index_advisor(query text) RETURNS TABLE (startup_cost_before jsonb, startup_cost_after jsonb,
  total_cost_before jsonb, total_cost_after jsonb, index_statements text[], errors text[]) LANGUAGE sql AS
  $f$ SELECT '0'::jsonb, '0'::jsonb, '0'::jsonb, '0'::jsonb, ARRAY[]::text[], ARRAY[]::text[] $f$;`,
  },
  {
    name: 'pg_tle',
    schema: 'pgtle',
    note: 'Extensions that a migration installs are accepted and forgotten, so that creating them fails.',
    sql: `
CREATE FUNCTION pgtle.install_extension(name text, version text, description text, ext text, requires text[] DEFAULT NULL)
  RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pgtle.install_update_path(name text, fromvers text, tovers text, ext text) RETURNS boolean LANGUAGE sql AS
  'SELECT true';
CREATE FUNCTION pgtle.set_default_version(name text, version text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pgtle.uninstall_extension(extname text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pgtle.uninstall_extension_if_exists(extname text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pgtle.available_extensions(OUT name name, OUT default_version text, OUT comment text) RETURNS SETOF record
  LANGUAGE sql AS 'SELECT NULL::name, NULL::text, NULL::text WHERE false';`,
  },
  {
    name: 'aws_commons',
    note: 'Addresses of objects and functions are really composed.',
    sql: `
CREATE SCHEMA aws_commons;
CREATE TYPE aws_commons._s3_uri_1 AS (bucket text, file_path text, region text);
CREATE TYPE aws_commons._lambda_function_arn_1 AS (function_name text, region text);
CREATE TYPE aws_commons._aws_credentials_1 AS (access_key text, secret_key text, session_token text);
CREATE FUNCTION aws_commons.create_s3_uri(s3_bucket text, s3_key text, aws_region text) RETURNS aws_commons._s3_uri_1
  LANGUAGE sql IMMUTABLE AS 'SELECT s3_bucket, s3_key, aws_region';
CREATE FUNCTION aws_commons.create_lambda_function_arn(function_name text, region_name text DEFAULT NULL)
  RETURNS aws_commons._lambda_function_arn_1 LANGUAGE sql IMMUTABLE AS 'SELECT function_name, region_name';
CREATE FUNCTION aws_commons.create_aws_credentials(access_key text, secret_key text, session_token text)
  RETURNS aws_commons._aws_credentials_1 LANGUAGE sql IMMUTABLE AS 'SELECT access_key, secret_key, session_token';`,
  },
  {
    name: 'aws_s3',
    requires: ['aws_commons'],
    note: 'Nothing is read from or written to S3; both functions say so in what they return.',
    sql: `
CREATE SCHEMA aws_s3;
CREATE FUNCTION aws_s3.table_import_from_s3(table_name text, column_list text, options text, s3_info aws_commons._s3_uri_1,
  credentials aws_commons._aws_credentials_1 DEFAULT NULL) RETURNS text LANGUAGE sql AS $f$ SELECT '0 rows imported'::text $f$;
CREATE FUNCTION aws_s3.query_export_to_s3(query text, s3_info aws_commons._s3_uri_1, options text DEFAULT NULL,
  OUT rows_uploaded bigint, OUT files_uploaded bigint, OUT bytes_uploaded bigint) RETURNS SETOF record LANGUAGE sql AS
  'SELECT 0::bigint, 0::bigint, 0::bigint';`,
  },
  {
    name: 'aws_lambda',
    requires: ['aws_commons'],
    note: 'Nothing is invoked: every call is answered with status 200 and an empty object.',
    sql: `
CREATE SCHEMA aws_lambda;
CREATE FUNCTION aws_lambda.invoke(function_name aws_commons._lambda_function_arn_1, req_payload json,
  invocation_type text DEFAULT 'RequestResponse', log_type text DEFAULT 'None', OUT status_code integer, OUT payload json,
  OUT executed_version text, OUT log_result text) RETURNS record LANGUAGE sql AS
  $f$ SELECT 200, '{}'::json, NULL::text, NULL::text $f$;`,
  },
];

export const administration: readonly StandInSource[] = tools.map((tool) => ({
  version: '1.0',
  relocatable: false,
  requires: [],
  comment: `${tool.name}, stood in for`,
  note: 'Nothing but its name: what it does for a running server is missing.',
  sql: '',
  ...tool,
}));
