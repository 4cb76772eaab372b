CREATE TABLE notes (id integer);
GRANT CREATE ON SCHEMA public TO pg_monitor;
