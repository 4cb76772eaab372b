/**
 * A type whose cast to text raises where a superuser runs it: what is read through it shows that a user's code was no superuser's. The
 * predicate of an index, whose functions the planner runs, does the same.
 */
export const ownCastSql = `
CREATE FUNCTION spring() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT bool_or(rolsuper) FROM pg_catalog.pg_roles WHERE rolname IN (session_user, current_user)) THEN
    RAISE 'run by a superuser';
  END IF;
END $$;
CREATE TYPE mood AS ENUM ('calm');
CREATE FUNCTION mood_text(mood) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 'calm'; END $$;
CREATE CAST (mood AS text) WITH FUNCTION mood_text(mood);
CREATE FUNCTION least_id() RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 0; END $$;
CREATE TABLE moods (id int PRIMARY KEY, mood mood, note text);
CREATE INDEX moods_note ON moods (note) WHERE id > least_id();
`;
