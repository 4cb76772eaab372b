DO $$ BEGIN CREATE ROLE case_lender; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE case_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE SCHEMA api;
GRANT USAGE ON SCHEMA api TO case_reader;
CREATE TABLE api.person (id int PRIMARY KEY, name text, note text);
ALTER TABLE api.person OWNER TO case_lender;
GRANT SELECT (id, name) ON api.person TO case_reader;
GRANT INSERT (name), UPDATE (name, note) ON api.person TO case_lender WITH GRANT OPTION;
