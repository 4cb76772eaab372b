import { supabaseAuth } from './supabase-auth.ts';
import { supabaseRealtime } from './supabase-realtime.ts';
import { supabaseStorage } from './supabase-storage.ts';

/**
 * Attributes by role. None is a superuser: a statement that needs one on the platform also fails in a rehearsal, with an
 * explanation.
 */
const roles = {
  anon: 'NOLOGIN NOINHERIT',
  authenticated: 'NOLOGIN NOINHERIT',
  service_role: 'NOLOGIN NOINHERIT BYPASSRLS',
  authenticator: 'LOGIN NOINHERIT',
  dashboard_user: 'NOLOGIN CREATEROLE CREATEDB',
  pgbouncer: 'LOGIN',
  supabase_admin: 'LOGIN CREATEROLE CREATEDB BYPASSRLS',
  supabase_auth_admin: 'LOGIN NOINHERIT CREATEROLE',
  supabase_etl_admin: 'LOGIN',
  supabase_functions_admin: 'LOGIN NOINHERIT CREATEROLE',
  supabase_privileged_role: 'NOLOGIN',
  supabase_read_only_user: 'LOGIN BYPASSRLS',
  supabase_realtime_admin: 'NOLOGIN NOINHERIT',
  supabase_replication_admin: 'LOGIN',
  supabase_storage_admin: 'LOGIN NOINHERIT CREATEROLE',
} as const;

/** Settings of the API server, which histories keep on the role authenticator. */
const apiSettings = [
  'db_aggregates_enabled',
  'db_anon_role',
  'db_extra_search_path',
  'db_max_rows',
  'db_plan_enabled',
  'db_pre_config',
  'db_pre_request',
  'db_schema',
  'db_schemas',
  'db_tx_end',
  'db_use_legacy_gucs',
  'jwt_aud',
  'jwt_secret',
  'log_level',
  'openapi_mode',
  'openapi_security_active',
  'openapi_server_proxy_uri',
  'server_cors_allowed_origins',
  'server_timing_enabled',
];

const apiRoles = 'anon, authenticated, service_role';

/**
 * Lets the owner role act as every role of the platform, alter it and grant it. On the real platform the owner has fewer rights
 * but can run the same statements: hooks allow policies on storage.objects, and the dashboard uses a superuser.
 */
const rolesSql = `
${Object.entries(roles)
  .map(([name, attributes]) => `CREATE ROLE ${name} ${attributes};`)
  .join('\n')}
GRANT ${Object.keys(roles).join(', ')} TO postgres WITH ADMIN TRUE, INHERIT TRUE, SET TRUE;
GRANT ${apiRoles} TO authenticator;
GRANT authenticator TO supabase_storage_admin;
GRANT pg_monitor, pg_read_all_data TO supabase_read_only_user, supabase_etl_admin;
GRANT CREATE ON DATABASE postgres TO supabase_admin, supabase_auth_admin, supabase_functions_admin, supabase_storage_admin;
GRANT ALL ON DATABASE postgres TO dashboard_user;
GRANT SET ON PARAMETER ${apiSettings.map((name) => `pgrst.${name}`).join(', ')} TO postgres;
ALTER ROLE anon SET statement_timeout = '3s';
ALTER ROLE authenticated SET statement_timeout = '8s';
ALTER ROLE authenticator SET statement_timeout = '8s';
`;

const searchPathSql = `
ALTER DATABASE postgres SET search_path = "$user", public, extensions;
ALTER ROLE postgres SET search_path = "$user", public, extensions;
ALTER ROLE supabase_admin SET search_path = "$user", public, auth, extensions;
ALTER DATABASE postgres SET "app.settings.jwt_exp" = '3600';
`;

const publicSql = `
GRANT USAGE ON SCHEMA public TO postgres, ${apiRoles};
GRANT ALL ON SCHEMA public TO postgres, supabase_admin;
${['TABLES', 'FUNCTIONS', 'SEQUENCES']
  .map(
    (kind) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE postgres, supabase_admin IN SCHEMA public GRANT ALL ON ${kind} TO postgres, ${apiRoles};`,
  )
  .join('\n')}
`;

/** Created as the owner, since dumps comment on them. pg_net comes with the webhooks of `supabase_functions`. */
const extensionsSql = `
CREATE SCHEMA extensions AUTHORIZATION postgres;
GRANT USAGE ON SCHEMA extensions TO ${apiRoles};
GRANT ALL ON SCHEMA extensions TO dashboard_user;
SET ROLE postgres;
CREATE EXTENSION pgcrypto SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
CREATE EXTENSION pg_stat_statements SCHEMA extensions;
CREATE EXTENSION supabase_vault;
CREATE EXTENSION pg_graphql;
CREATE EXTENSION pg_net SCHEMA extensions;
RESET ROLE;
GRANT USAGE ON SCHEMA vault TO service_role;

GRANT USAGE ON SCHEMA graphql TO postgres, ${apiRoles};
CREATE SCHEMA graphql_public AUTHORIZATION supabase_admin;
GRANT USAGE ON SCHEMA graphql_public TO postgres, ${apiRoles};
SET ROLE supabase_admin;
CREATE FUNCTION graphql_public.graphql(
  "operationName" text DEFAULT NULL, query text DEFAULT NULL, variables jsonb DEFAULT NULL, extensions jsonb DEFAULT NULL
) RETURNS jsonb LANGUAGE plpgsql AS $f$
BEGIN
  RETURN graphql.resolve(query, coalesce(variables, '{}'), "operationName", extensions);
END $f$;
GRANT ALL ON FUNCTION graphql_public.graphql(text, text, jsonb, jsonb) TO postgres, ${apiRoles};
RESET ROLE;
`;

const functionsSql = `
CREATE SCHEMA supabase_functions AUTHORIZATION supabase_admin;
GRANT USAGE ON SCHEMA supabase_functions TO postgres, ${apiRoles};
GRANT ALL ON SCHEMA supabase_functions TO supabase_functions_admin;
ALTER ROLE supabase_functions_admin SET search_path = supabase_functions;
SET ROLE supabase_functions_admin;
CREATE TABLE supabase_functions.migrations (version text PRIMARY KEY, inserted_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE supabase_functions.hooks (
  id bigserial PRIMARY KEY,
  hook_table_id integer NOT NULL,
  hook_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  request_id bigint
);
CREATE INDEX supabase_functions_hooks_request_id_idx ON supabase_functions.hooks (request_id);
CREATE INDEX supabase_functions_hooks_h_table_id_h_name_idx ON supabase_functions.hooks (hook_table_id, hook_name);
-- The platform's sends the row to a webhook; a rehearsal sends nothing.
CREATE FUNCTION supabase_functions.http_request() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
GRANT ALL ON ALL TABLES IN SCHEMA supabase_functions TO postgres, ${apiRoles};
GRANT ALL ON ALL SEQUENCES IN SCHEMA supabase_functions TO postgres, ${apiRoles};
GRANT ALL ON FUNCTION supabase_functions.http_request() TO postgres, ${apiRoles};
RESET ROLE;
`;

/** The command line tool makes its ledger before the first migration, and some migrations read it. */
const ledgerSql = `
CREATE SCHEMA pgbouncer AUTHORIZATION pgbouncer;
CREATE SCHEMA supabase_migrations AUTHORIZATION postgres;
SET ROLE postgres;
CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
CREATE TABLE supabase_migrations.seed_files (path text PRIMARY KEY, hash text NOT NULL);
RESET ROLE;
`;

/**
 * What a Supabase project finds in its database before its first migration: roles, the schemas auth, storage, realtime and
 * others, extensions, default privileges. Run as superuser in the database postgres, which the role postgres owns.
 */
export const supabasePrelude: string = [
  rolesSql,
  publicSql,
  extensionsSql,
  supabaseAuth,
  supabaseStorage,
  supabaseRealtime,
  functionsSql,
  ledgerSql,
  searchPathSql,
].join('\n');
