\set ON_ERROR_STOP on
\set schema app
CREATE SCHEMA :schema;
\ir ../functions/touch.sql
CREATE TABLE app.notes (id bigint PRIMARY KEY, touched timestamptz);
CREATE TRIGGER touch BEFORE UPDATE ON app.notes FOR EACH ROW EXECUTE FUNCTION app.touch();
