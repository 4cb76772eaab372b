ALTER SCHEMA public OWNER TO pg_monitor;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pg_read_all_data;
CREATE TABLE notes (id integer);
