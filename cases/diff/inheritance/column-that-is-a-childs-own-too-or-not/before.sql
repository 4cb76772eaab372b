CREATE TABLE event (id int NOT NULL, at timestamp DEFAULT now(), place text NOT NULL, n int,
  CONSTRAINT n_small CHECK (n < 100));
CREATE TABLE visit (at timestamp DEFAULT '2026-01-01', place text NOT NULL, badge text) INHERITS (event);
CREATE TABLE tour (guide text) INHERITS (visit);
ALTER TABLE visit ADD CONSTRAINT visit_key UNIQUE (place);
CREATE INDEX visit_at ON visit (at, lower(badge));
CREATE INDEX tour_at ON tour (at);
CREATE TABLE stay (place text REFERENCES visit (place));
CREATE VIEW places AS SELECT place, at FROM visit;
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.place := upper(NEW.place); RETURN NEW; END $$;
CREATE TRIGGER shout BEFORE UPDATE OF place ON visit FOR EACH ROW EXECUTE FUNCTION shout();
CREATE STATISTICS visit_places ON at, place FROM visit;
COMMENT ON COLUMN visit.place IS 'where to';
ALTER TABLE visit ALTER COLUMN place SET STATISTICS 50;
