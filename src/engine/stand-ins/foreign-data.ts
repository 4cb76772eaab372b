import type { StandInSource } from './stand-in.ts';

const parts = { version: '1.0', relocatable: true, requires: [] } as const;
const note =
  'Servers and foreign tables can be created, and their options are not checked; a foreign table cannot be read.';

const handlers = (name: string) => `
CREATE FUNCTION ${name}_handler() RETURNS fdw_handler LANGUAGE internal STRICT AS 'fdw_handler_in';
CREATE FUNCTION ${name}_validator(text[], oid) RETURNS void LANGUAGE plpgsql AS 'BEGIN RETURN; END';`;

const wrapped = [
  'airtable',
  'auth0',
  'bigquery',
  'click_house',
  'clerk',
  'cognito',
  'firebase',
  'hello_world',
  'iceberg',
].concat(['logflare', 'mssql', 'redis', 's3', 'stripe', 'wasm', 'duckdb', 'notion', 'paddle']);

/** Supabase's collection: the migration itself makes the wrapper from these functions. */
const wrappers: StandInSource = {
  ...parts,
  name: 'wrappers',
  version: '0.5.6',
  comment: 'Foreign data wrappers developed by Supabase',
  note: 'The handler functions of its foreign data wrappers are there; a foreign table cannot be read.',
  sql: `${wrapped.map((name) => handlers(`${name}_fdw`)).join('')}
CREATE TABLE wrappers_fdw_stats (fdw_name text PRIMARY KEY, create_times bigint, rows_in bigint, rows_out bigint,
  bytes_in bigint, bytes_out bigint, metadata jsonb, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now());`,
};

const names = [
  'mysql_fdw',
  'oracle_fdw',
  'tds_fdw',
  'mongo_fdw',
  'redis_fdw',
  'sqlite_fdw',
  'clickhouse_fdw',
  'duckdb_fdw',
].concat([
  'parquet_fdw',
  'parquet_s3_fdw',
  'ogr_fdw',
  'log_fdw',
  'multicorn',
  'jdbc_fdw',
  'hdfs_fdw',
  'kafka_fdw',
  'influxdb_fdw',
]);

export const foreignData: readonly StandInSource[] = [
  wrappers,
  ...names.map((name) => ({
    ...parts,
    name,
    comment: `foreign data wrapper ${name}`,
    note,
    sql: `${handlers(name)}
CREATE FOREIGN DATA WRAPPER ${name} HANDLER ${name}_handler;
GRANT USAGE ON FOREIGN DATA WRAPPER ${name} TO @extowner@ WITH GRANT OPTION;`,
  })),
];
