CREATE TABLE notes (id integer);
ALTER TABLE notes OWNER TO pg_monitor;
SET ROLE pg_monitor;
REVOKE TRUNCATE ON notes FROM pg_monitor;
GRANT DELETE, TRUNCATE ON notes TO pg_read_all_stats;
RESET ROLE;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION one() OWNER TO pg_monitor;
