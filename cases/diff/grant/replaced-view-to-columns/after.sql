DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'case_reader') THEN CREATE ROLE case_reader; END IF;
END $$;
CREATE TABLE contact (id bigint, name text);
CREATE VIEW contact_view AS SELECT id, upper(name) AS upper_name FROM contact;
GRANT SELECT (id), UPDATE (id) ON contact_view TO case_reader;
