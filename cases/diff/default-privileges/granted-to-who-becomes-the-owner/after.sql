DO $$ BEGIN CREATE ROLE cases_dp_app; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE SCHEMA pub;
CREATE TABLE pub.paint (id integer);
ALTER TABLE pub.paint OWNER TO cases_dp_app;
