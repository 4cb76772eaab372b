import type { StandInSource } from './stand-in.ts';

export const pgPartman: StandInSource = {
  name: 'pg_partman',
  version: '5.2.4',
  relocatable: false,
  requires: [],
  comment: 'Extension to manage partitioned tables by time or ID',
  note: 'create_parent (arguments of 4.x and 5.x) records the configuration and makes the default partition and the template table; no dated partition is made, since it would depend on the day, and maintenance does nothing.',
  sql: `
CREATE TABLE @extschema@.part_config (
  parent_table text PRIMARY KEY,
  control text NOT NULL,
  time_encoder text,
  time_decoder text,
  partition_interval text NOT NULL,
  partition_type text NOT NULL,
  premake integer NOT NULL DEFAULT 4,
  automatic_maintenance text NOT NULL DEFAULT 'on',
  template_table text,
  retention text,
  retention_schema text,
  retention_keep_index boolean NOT NULL DEFAULT true,
  retention_keep_table boolean NOT NULL DEFAULT true,
  epoch text NOT NULL DEFAULT 'none',
  constraint_cols text[],
  optimize_constraint integer NOT NULL DEFAULT 30,
  infinite_time_partitions boolean NOT NULL DEFAULT false,
  datetime_string text,
  jobmon boolean NOT NULL DEFAULT true,
  sub_partition_set_full boolean NOT NULL DEFAULT false,
  undo_in_progress boolean NOT NULL DEFAULT false,
  inherit_privileges boolean DEFAULT false,
  inherit_fk boolean DEFAULT true,
  upsert text NOT NULL DEFAULT '',
  trigger_return_null boolean NOT NULL DEFAULT true,
  constraint_valid boolean DEFAULT true NOT NULL,
  subscription_refresh text,
  publications text[],
  drop_cascade_fk boolean NOT NULL DEFAULT false,
  ignore_default_data boolean NOT NULL DEFAULT true,
  date_trunc_interval text,
  maintenance_order integer,
  retention_keep_publication boolean NOT NULL DEFAULT false,
  maintenance_last_run timestamptz
);
CREATE TABLE @extschema@.part_config_sub (
  sub_parent text PRIMARY KEY REFERENCES @extschema@.part_config (parent_table) ON DELETE CASCADE ON UPDATE CASCADE
    DEFERRABLE INITIALLY DEFERRED,
  sub_control text NOT NULL,
  sub_partition_interval text NOT NULL,
  sub_partition_type text NOT NULL,
  sub_premake integer NOT NULL DEFAULT 4,
  sub_automatic_maintenance text NOT NULL DEFAULT 'on',
  sub_template_table text,
  sub_retention text,
  sub_default_table boolean DEFAULT true
);

-- 4.x has the partitioning type before the interval, 5.x after it; the names of both are accepted.
CREATE FUNCTION @extschema@.create_parent(
  p_parent_table text, p_control text, p_interval text, p_type text DEFAULT 'range', p_epoch text DEFAULT 'none',
  p_premake integer DEFAULT 4, p_start_partition text DEFAULT NULL, p_default_table boolean DEFAULT true,
  p_automatic_maintenance text DEFAULT 'on', p_constraint_cols text[] DEFAULT NULL, p_template_table text DEFAULT NULL,
  p_jobmon boolean DEFAULT true, p_date_trunc_interval text DEFAULT NULL, p_control_not_null boolean DEFAULT true,
  p_time_encoder text DEFAULT NULL, p_time_decoder text DEFAULT NULL, p_inherit_fk boolean DEFAULT true,
  p_upsert text DEFAULT '', p_publications text[] DEFAULT NULL, p_trigger_return_null boolean DEFAULT true
) RETURNS boolean LANGUAGE plpgsql AS $f$
DECLARE
  is_four boolean := p_interval IN ('native', 'partman', 'time', 'id');
  parent record;
  template text := p_template_table;
BEGIN
  IF p_parent_table NOT LIKE '%.%' THEN
    RAISE EXCEPTION 'Parent table must be schema qualified';
  END IF;
  SELECT c.oid, c.relkind, n.nspname, c.relname INTO parent FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = split_part(p_parent_table, '.', 1) AND c.relname = split_part(p_parent_table, '.', 2);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Unable to find given parent table in system catalogs. Please create parent table first: %', p_parent_table;
  END IF;
  IF template IS NULL AND parent.relkind = 'p' THEN
    template := '@extschema@.' || left('template_' || parent.nspname || '_' || parent.relname, 63);
    EXECUTE format('CREATE TABLE IF NOT EXISTS @extschema@.%I (LIKE %I.%I)',
      left('template_' || parent.nspname || '_' || parent.relname, 63), parent.nspname, parent.relname);
  END IF;
  IF p_default_table AND parent.relkind = 'p' THEN
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I.%I PARTITION OF %I.%I DEFAULT',
      parent.nspname, left(parent.relname, 55) || '_default', parent.nspname, parent.relname);
  END IF;
  INSERT INTO @extschema@.part_config (parent_table, control, partition_interval, partition_type, premake, epoch,
    automatic_maintenance, constraint_cols, template_table, jobmon, date_trunc_interval, time_encoder, time_decoder,
    inherit_fk, upsert, publications, trigger_return_null)
  VALUES (p_parent_table, p_control, CASE WHEN is_four THEN p_type ELSE p_interval END,
    CASE WHEN is_four THEN p_interval ELSE p_type END, p_premake, coalesce(p_epoch, 'none'), p_automatic_maintenance,
    p_constraint_cols, template, p_jobmon, p_date_trunc_interval, p_time_encoder, p_time_decoder, p_inherit_fk, p_upsert,
    p_publications, p_trigger_return_null);
  RETURN true;
END $f$;
CREATE FUNCTION @extschema@.create_sub_parent(
  p_top_parent text, p_control text, p_interval text, p_type text DEFAULT 'range', p_default_table boolean DEFAULT true,
  p_declarative_check text DEFAULT NULL, p_constraint_cols text[] DEFAULT NULL, p_premake integer DEFAULT 4,
  p_start_partition text DEFAULT NULL, p_epoch text DEFAULT 'none', p_jobmon boolean DEFAULT true,
  p_date_trunc_interval text DEFAULT NULL, p_native_check text DEFAULT NULL
) RETURNS boolean LANGUAGE sql AS $f$
  INSERT INTO @extschema@.part_config_sub (sub_parent, sub_control, sub_partition_interval, sub_partition_type)
  VALUES (p_top_parent, p_control, p_interval, p_type) RETURNING true
$f$;
CREATE FUNCTION @extschema@.run_maintenance(
  p_parent_table text DEFAULT NULL, p_analyze boolean DEFAULT false, p_jobmon boolean DEFAULT true
) RETURNS void LANGUAGE sql AS '';
CREATE PROCEDURE @extschema@.run_maintenance_proc(
  p_wait integer DEFAULT 0, p_analyze boolean DEFAULT NULL, p_jobmon boolean DEFAULT true
) LANGUAGE sql AS '';
CREATE FUNCTION @extschema@.create_partition_time(
  p_parent_table text, p_partition_times timestamptz[], p_start_partition text DEFAULT NULL
) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION @extschema@.create_partition_id(
  p_parent_table text, p_partition_ids bigint[], p_start_partition text DEFAULT NULL
) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION @extschema@.show_partitions(
  p_parent_table text, p_order text DEFAULT 'ASC', p_include_default boolean DEFAULT false
) RETURNS TABLE (partition_schemaname text, partition_tablename text) LANGUAGE sql AS $f$
  SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE i.inhparent = pg_catalog.to_regclass(p_parent_table)
    AND (p_include_default OR pg_catalog.pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT') ORDER BY c.relname
$f$;
CREATE FUNCTION @extschema@.check_default(p_exact_count boolean DEFAULT true)
RETURNS TABLE (default_table text, count bigint) LANGUAGE sql AS 'SELECT NULL::text, NULL::bigint WHERE false';
CREATE FUNCTION @extschema@.stop_sub_partition(p_parent_table text, p_jobmon boolean DEFAULT true)
RETURNS boolean LANGUAGE sql AS $f$
  DELETE FROM @extschema@.part_config_sub WHERE sub_parent = p_parent_table; SELECT true
$f$;
CREATE FUNCTION @extschema@.drop_partition_time(
  p_parent_table text, p_retention interval DEFAULT NULL, p_keep_table boolean DEFAULT NULL,
  p_keep_index boolean DEFAULT NULL, p_retention_schema text DEFAULT NULL, p_reference_timestamp timestamptz DEFAULT now()
) RETURNS integer LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION @extschema@.drop_partition_id(
  p_parent_table text, p_retention bigint DEFAULT NULL, p_keep_table boolean DEFAULT NULL,
  p_keep_index boolean DEFAULT NULL, p_retention_schema text DEFAULT NULL
) RETURNS integer LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION @extschema@.partition_data_time(
  p_parent_table text, p_batch_count integer DEFAULT 1, p_batch_interval interval DEFAULT NULL,
  p_lock_wait numeric DEFAULT 0, p_order text DEFAULT 'ASC', p_analyze boolean DEFAULT true,
  p_source_table text DEFAULT NULL, p_ignored_columns text[] DEFAULT NULL
) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE FUNCTION @extschema@.partition_data_id(
  p_parent_table text, p_batch_count integer DEFAULT 1, p_batch_interval bigint DEFAULT NULL,
  p_lock_wait numeric DEFAULT 0, p_order text DEFAULT 'ASC', p_analyze boolean DEFAULT true,
  p_source_table text DEFAULT NULL, p_ignored_columns text[] DEFAULT NULL
) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE PROCEDURE @extschema@.partition_data_proc(
  p_parent_table text, p_loop_count integer DEFAULT NULL, p_interval text DEFAULT NULL, p_lock_wait integer DEFAULT 0,
  p_lock_wait_tries integer DEFAULT 10, p_wait integer DEFAULT 1, p_order text DEFAULT 'ASC',
  p_source_table text DEFAULT NULL, p_ignored_columns text[] DEFAULT NULL, p_quiet boolean DEFAULT false
) LANGUAGE sql AS '';
CREATE FUNCTION @extschema@.undo_partition(
  p_parent_table text, p_target_table text, p_loop_count integer DEFAULT 1, p_batch_interval text DEFAULT NULL,
  p_keep_table boolean DEFAULT true, p_lock_wait numeric DEFAULT 0, p_ignored_columns text[] DEFAULT NULL,
  p_drop_cascade boolean DEFAULT false
) RETURNS TABLE (partitions_undone integer, rows_undone bigint) LANGUAGE sql AS 'SELECT 0, 0::bigint';
`,
};
