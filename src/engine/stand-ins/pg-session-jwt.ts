import type { StandInSource } from './stand-in.ts';

export const pgSessionJwt: StandInSource = {
  name: 'pg_session_jwt',
  version: '0.3.3',
  schema: 'auth',
  relocatable: false,
  requires: [],
  comment: 'Sessions that a JSON Web Token is the proof of, as Neon has them',
  note: 'A session is what request.jwt.claims holds; no signature is checked.',
  sql: `
CREATE FUNCTION auth.init() RETURNS void LANGUAGE plpgsql AS 'BEGIN RETURN; END';
CREATE FUNCTION auth.jwt_session_init(jwt text) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  PERFORM pg_catalog.set_config('request.jwt.claims', jwt, false);
END $f$;
CREATE FUNCTION auth.session() RETURNS jsonb LANGUAGE sql STABLE
  RETURN nullif(current_setting('request.jwt.claims', true), '')::jsonb;
CREATE FUNCTION auth.user_id() RETURNS text LANGUAGE sql STABLE RETURN auth.session() ->> 'sub';
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
  RETURN CASE WHEN pg_input_is_valid(auth.user_id(), 'uuid') THEN auth.user_id()::uuid END;
GRANT USAGE ON SCHEMA auth TO public;
`,
};
