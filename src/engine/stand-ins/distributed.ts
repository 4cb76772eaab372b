import type { StandInSource } from './stand-in.ts';

/** SQL functions that take what the real ones take and do nothing. */
const idle = (lines: readonly string[], result = 'void') =>
  lines
    .map(
      (signature) =>
        `CREATE FUNCTION ${signature} RETURNS ${result} LANGUAGE sql AS '${result === 'void' ? '' : 'SELECT true'}';`,
    )
    .join('\n');

const citus: StandInSource = {
  name: 'citus',
  version: '13.2',
  schema: 'pg_catalog',
  relocatable: false,
  requires: [],
  comment: 'Citus distributed database',
  note: 'Distributed and reference tables stay plain tables of this one server, columnar tables row tables.',
  sql: `
CREATE SCHEMA citus;
GRANT USAGE ON SCHEMA citus TO public;
CREATE TYPE citus.distribution_type AS ENUM ('hash', 'range', 'append');
CREATE ACCESS METHOD columnar TYPE TABLE HANDLER heap_tableam_handler;
${idle([
  "create_distributed_table(table_name regclass, distribution_column text, distribution_type citus.distribution_type DEFAULT 'hash', colocate_with text DEFAULT 'default', shard_count integer DEFAULT NULL)",
  "create_distributed_table_concurrently(table_name regclass, distribution_column text, distribution_type citus.distribution_type DEFAULT 'hash', colocate_with text DEFAULT 'default', shard_count integer DEFAULT NULL)",
  'create_reference_table(table_name regclass)',
  'truncate_local_data_after_distributing_table(function_name regclass)',
  "create_distributed_function(function_name regprocedure, distribution_arg_name text DEFAULT NULL, colocate_with text DEFAULT 'default', force_delegation boolean DEFAULT NULL)",
  'undistribute_table(table_name regclass, cascade_via_foreign_keys boolean DEFAULT false)',
  'alter_distributed_table(table_name regclass, distribution_column text DEFAULT NULL, shard_count integer DEFAULT NULL, colocate_with text DEFAULT NULL, cascade_to_colocated boolean DEFAULT NULL)',
  'citus_add_local_table_to_metadata(table_name regclass, cascade_via_foreign_keys boolean DEFAULT false)',
  'update_distributed_table_colocation(table_name regclass, colocate_with text)',
  'citus_set_coordinator_host(host text, port integer DEFAULT 5432)',
  'citus_schema_distribute(schemaname regnamespace)',
  'citus_schema_undistribute(schemaname regnamespace)',
  'alter_table_set_access_method(table_name regclass, access_method text)',
  'run_command_on_workers(command text, parallel boolean DEFAULT true)',
])}
${idle(
  [
    'create_time_partitions(table_name regclass, partition_interval interval, end_at timestamptz, start_from timestamptz DEFAULT now())',
  ],
  'boolean',
)}
CREATE FUNCTION citus_add_node(nodename text, nodeport integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION master_add_node(nodename text, nodeport integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION citus_version() RETURNS text LANGUAGE sql AS $f$ SELECT 'Citus 13.2' $f$;
CREATE PROCEDURE drop_old_time_partitions(table_name regclass, older_than timestamptz) LANGUAGE sql AS '';
`,
};

const pglogical: StandInSource = {
  name: 'pglogical',
  version: '2.4.6',
  schema: 'pglogical',
  relocatable: false,
  requires: [],
  comment: 'PostgreSQL Logical Replication',
  note: 'Nodes, sets and subscriptions are accepted and forgotten: nothing is replicated.',
  sql: idle(
    [
      'pglogical.create_node(node_name name, dsn text)',
      'pglogical.drop_node(node_name name, ifexists boolean DEFAULT false)',
      'pglogical.create_replication_set(set_name name, replicate_insert boolean DEFAULT true, replicate_update boolean DEFAULT true, replicate_delete boolean DEFAULT true, replicate_truncate boolean DEFAULT true)',
      'pglogical.drop_replication_set(set_name name, ifexists boolean DEFAULT false)',
      'pglogical.replication_set_add_table(set_name name, relation regclass, synchronize_data boolean DEFAULT false, columns text[] DEFAULT NULL, row_filter text DEFAULT NULL)',
      'pglogical.replication_set_add_all_tables(set_name name, schema_names text[], synchronize_data boolean DEFAULT false)',
      'pglogical.replication_set_add_sequence(set_name name, relation regclass, synchronize_data boolean DEFAULT false)',
      'pglogical.replication_set_add_all_sequences(set_name name, schema_names text[], synchronize_data boolean DEFAULT false)',
      'pglogical.replication_set_remove_table(set_name name, relation regclass)',
      "pglogical.create_subscription(subscription_name name, provider_dsn text, replication_sets text[] DEFAULT '{}', synchronize_structure boolean DEFAULT false, synchronize_data boolean DEFAULT true)",
      'pglogical.drop_subscription(subscription_name name, ifexists boolean DEFAULT false)',
      "pglogical.replicate_ddl_command(command text, replication_sets text[] DEFAULT '{ddl_sql}')",
    ],
    'boolean',
  ),
};

export const distributed: readonly StandInSource[] = [citus, pglogical];
