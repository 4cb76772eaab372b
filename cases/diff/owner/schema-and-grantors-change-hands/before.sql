DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'case_team_a') THEN CREATE ROLE case_team_a; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'case_team_b') THEN CREATE ROLE case_team_b; END IF;
END $$;
CREATE SCHEMA own AUTHORIZATION case_team_a;
CREATE TABLE own.t (id serial PRIMARY KEY);
CREATE VIEW own.vw AS SELECT id FROM own.t;
ALTER TABLE own.t OWNER TO case_team_a;
ALTER VIEW own.vw OWNER TO case_team_b;
GRANT SELECT ON own.vw TO case_team_a WITH GRANT OPTION;
