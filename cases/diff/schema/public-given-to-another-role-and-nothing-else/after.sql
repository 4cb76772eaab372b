CREATE TABLE notes (id integer);
ALTER SCHEMA public OWNER TO pg_monitor;
