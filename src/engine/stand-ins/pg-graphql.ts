import type { StandInSource } from './stand-in.ts';

export const pgGraphql: StandInSource = {
  name: 'pg_graphql',
  version: '1.5.11',
  schema: 'graphql',
  relocatable: false,
  requires: [],
  comment: 'pg_graphql: GraphQL support',
  note: 'graphql.resolve answers every query with an error: no GraphQL schema is built.',
  sql: `
CREATE FUNCTION graphql._internal_resolve(
  query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL, extensions jsonb DEFAULT NULL
) RETURNS jsonb LANGUAGE sql AS $f$
  SELECT jsonb_build_object('errors', jsonb_build_array(jsonb_build_object('message', 'pg_graphql is stood in for')))
$f$;
CREATE FUNCTION graphql.resolve(
  query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL, extensions jsonb DEFAULT NULL
) RETURNS jsonb LANGUAGE sql AS 'SELECT graphql._internal_resolve(query, variables, "operationName", extensions)';
CREATE FUNCTION graphql.comment_directive(comment_ text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $f$
  SELECT coalesce((regexp_match(comment_, '@graphql\\((.+?)\\)'))[1]::jsonb, '{}')
$f$;
CREATE FUNCTION graphql.exception(message text) RETURNS text LANGUAGE plpgsql AS $f$
BEGIN RAISE EXCEPTION USING ERRCODE = '22000', MESSAGE = message; END $f$;
CREATE SEQUENCE graphql.seq_schema_version CYCLE;
CREATE FUNCTION graphql.get_schema_version() RETURNS integer LANGUAGE sql AS
  'SELECT last_value::integer FROM graphql.seq_schema_version';
CREATE FUNCTION graphql.increment_schema_version() RETURNS event_trigger LANGUAGE plpgsql AS
  'BEGIN PERFORM nextval(''graphql.seq_schema_version''); END';
`,
};
