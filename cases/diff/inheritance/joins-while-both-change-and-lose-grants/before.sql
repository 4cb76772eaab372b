DO $$ BEGIN CREATE ROLE case_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE TABLE p (f1 int, f2 bigint);
CREATE TABLE c (f1 int, f2 bigint, fz int);
GRANT SELECT (f2) ON p TO case_reader;
