import type { StandInSource } from './stand-in.ts';

/** Assertions about the catalog, whose arguments are names. */
const aboutObjects = [
  'table',
  'view',
  'column',
  'pk',
  'fk',
  'index',
  'function',
  'schema',
  'type',
  'enum',
  'extension',
  'trigger',
]
  .concat('role', 'sequence', 'policy', 'domain', 'materialized_view', 'unique', 'check', 'language', 'rule')
  .flatMap((kind) => [`has_${kind}`, `hasnt_${kind}`])
  .concat(
    'col_type_is',
    'col_not_null',
    'col_is_null',
    'col_is_pk',
    'col_is_fk',
    'col_is_unique',
    'col_has_default',
  )
  .concat(
    'col_default_is',
    'col_has_check',
    'fk_ok',
    'policy_cmd_is',
    'table_owner_is',
    'function_returns',
    'index_is_unique',
  )
  .concat(
    'is_definer',
    'isnt_definer',
    'rls_enabled',
    'enum_has_labels',
    'schema_owner_is',
    'trigger_is',
    'volatility_is',
  );

/** Assertions that run a query given as text. */
const aboutQueries = [
  'lives_ok',
  'throws_ok',
  'throws_like',
  'performs_ok',
  'results_eq',
  'results_ne',
  'set_eq',
  'bag_eq',
]
  .concat(
    'set_has',
    'bag_has',
    'is_empty',
    'isnt_empty',
    'row_eq',
    'policies_are',
    'policy_roles_are',
    'tables_are',
    'matches',
  )
  .concat(
    'imatches',
    'alike',
    'unalike',
    'doesnt_match',
    'cmp_ok',
    'columns_are',
    'functions_are',
    'table_privs_are',
  );

export const pgtap: StandInSource = {
  name: 'pgtap',
  version: '1.3.4',
  relocatable: true,
  requires: [],
  comment: 'Unit testing for PostgreSQL',
  note: 'ok, is and isnt really compare; every other assertion passes unchecked.',
  sql: `
CREATE FUNCTION plan(integer) RETURNS text LANGUAGE sql AS $f$ SELECT '1..' || $1 $f$;
CREATE FUNCTION no_plan() RETURNS SETOF boolean LANGUAGE sql AS 'SELECT true WHERE false';
CREATE FUNCTION finish(exception_on_failure boolean DEFAULT NULL) RETURNS SETOF text LANGUAGE sql AS 'SELECT NULL::text WHERE false';
CREATE FUNCTION ok(boolean, text DEFAULT '') RETURNS text LANGUAGE sql AS
  $f$ SELECT CASE WHEN $1 THEN 'ok' ELSE 'not ok' END || ' - ' || $2 $f$;
CREATE FUNCTION "is"(anyelement, anyelement, text DEFAULT '') RETURNS text LANGUAGE sql AS
  $f$ SELECT CASE WHEN $1 IS NOT DISTINCT FROM $2 THEN 'ok' ELSE 'not ok' END || ' - ' || $3 $f$;
CREATE FUNCTION isnt(anyelement, anyelement, text DEFAULT '') RETURNS text LANGUAGE sql AS
  $f$ SELECT CASE WHEN $1 IS DISTINCT FROM $2 THEN 'ok' ELSE 'not ok' END || ' - ' || $3 $f$;
CREATE FUNCTION pass(text DEFAULT '') RETURNS text LANGUAGE sql AS $f$ SELECT 'ok - ' || $1 $f$;
CREATE FUNCTION fail(text DEFAULT '') RETURNS text LANGUAGE sql AS $f$ SELECT 'not ok - ' || $1 $f$;
CREATE FUNCTION diag(VARIADIC text[]) RETURNS text LANGUAGE sql AS $f$ SELECT '# ' || array_to_string($1, '') $f$;
CREATE FUNCTION skip(text, integer DEFAULT 1) RETURNS text LANGUAGE sql AS $f$ SELECT 'ok # SKIP ' || $1 $f$;
${[...aboutObjects, ...aboutQueries].map((name) => `CREATE FUNCTION ${name}(VARIADIC text[]) RETURNS text LANGUAGE sql AS $f$ SELECT 'ok'::text $f$;`).join('\n')}
CREATE FUNCTION runtests(VARIADIC text[] DEFAULT '{}') RETURNS SETOF text LANGUAGE sql AS 'SELECT NULL::text WHERE false';
`,
};
