CREATE FUNCTION notes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
ALTER TABLE app.orders ADD COLUMN c int;
DROP TABLE app.logs;
CREATE INDEX ON app.carts (total);
COMMENT ON TABLE app.notes IS 'Of the application';
CREATE TABLE notes (id int);
CREATE TABLE app.carts (id bigint);
