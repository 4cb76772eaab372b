import type { StandInSource } from './stand-in.ts';

const temporalTables: StandInSource = {
  name: 'temporal_tables',
  version: '1.2.2',
  relocatable: true,
  requires: [],
  comment: 'temporal tables',
  note: 'versioning() really writes history rows; it does not adjust conflicting times.',
  sql: `
CREATE FUNCTION versioning() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  period text := TG_ARGV[0];
  history text := TG_ARGV[1];
  began timestamptz;
  old_row jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    old_row := to_jsonb(OLD);
    began := lower((old_row ->> period)::tstzrange);
    IF began IS DISTINCT FROM now() THEN
      old_row := old_row || jsonb_build_object(period, tstzrange(began, now()));
      EXECUTE format('INSERT INTO %s SELECT (jsonb_populate_record(NULL::%s, $1)).*', history, history) USING old_row;
    END IF;
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
  END IF;
  RETURN jsonb_populate_record(NEW, jsonb_build_object(period, tstzrange(now(), NULL)));
END $f$;
CREATE FUNCTION set_system_time(timestamptz) RETURNS void LANGUAGE sql AS '';
`,
};

const periods: StandInSource = {
  name: 'periods',
  version: '1.2',
  schema: 'periods',
  relocatable: false,
  requires: [],
  comment: 'Provide Standard SQL functionality for PERIODs and SYSTEM VERSIONING',
  note: 'Periods are recorded in periods.periods; nothing is enforced and no history is written.',
  sql: `
CREATE TABLE periods.periods (table_name regclass NOT NULL, period_name name NOT NULL, start_column_name name NOT NULL,
  end_column_name name NOT NULL, range_type regtype, PRIMARY KEY (table_name, period_name));
CREATE FUNCTION periods.add_period(table_name regclass, period_name name, start_column_name name, end_column_name name,
  range_type regtype DEFAULT NULL, bounds_check_constraint name DEFAULT NULL) RETURNS boolean LANGUAGE sql AS $f$
  INSERT INTO periods.periods VALUES ($1, $2, $3, $4, $5) RETURNING true
$f$;
CREATE FUNCTION periods.add_system_time_period(table_class regclass, start_column_name name DEFAULT 'system_time_start',
  end_column_name name DEFAULT 'system_time_end') RETURNS boolean LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN IF NOT EXISTS %I timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN IF NOT EXISTS %I timestamptz NOT NULL DEFAULT ''infinity''', table_class, $2, $3);
  INSERT INTO periods.periods VALUES (table_class, 'system_time', $2, $3);
  RETURN true;
END $f$;
CREATE FUNCTION periods.drop_period(table_name regclass, period_name name) RETURNS boolean LANGUAGE sql AS
  'DELETE FROM periods.periods p WHERE p.table_name = $1 AND p.period_name = $2 RETURNING true';
CREATE FUNCTION periods.add_system_versioning(table_class regclass) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION periods.drop_system_versioning(table_class regclass) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION periods.add_unique_key(table_name regclass, column_names name[], period_name name,
  key_name name DEFAULT NULL) RETURNS name LANGUAGE sql AS 'SELECT key_name';
`,
};

const pgIvm: StandInSource = {
  name: 'pg_ivm',
  version: '1.13',
  schema: 'pgivm',
  relocatable: false,
  requires: [],
  comment: 'incremental view maintenance on PostgreSQL',
  note: 'create_immv makes a plain table of the query, which is never brought up to date.',
  sql: `
CREATE FUNCTION pgivm.create_immv(immvname text, sql text) RETURNS bigint LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('CREATE TABLE %s AS %s', immvname, sql);
  RETURN 0;
END $f$;
CREATE FUNCTION pgivm.refresh_immv(immvname text, with_data boolean) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE FUNCTION pgivm.get_immv_def(immvrelid regclass) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
`,
};

export const historyTables: readonly StandInSource[] = [temporalTables, periods, pgIvm];
