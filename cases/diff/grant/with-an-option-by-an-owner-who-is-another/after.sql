DO $$ BEGIN CREATE ROLE case_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE case_writer; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE DOMAIN d AS int;
CREATE TABLE t (a int);
ALTER TABLE t OWNER TO case_writer;
GRANT SELECT ON t TO case_reader WITH GRANT OPTION;
GRANT SELECT (a) ON t TO pg_monitor;
GRANT SELECT ON t TO PUBLIC;
