CREATE TABLE notes (id integer);
GRANT SELECT, INSERT ON notes TO pg_monitor;
GRANT DELETE ON notes TO pg_monitor WITH GRANT OPTION;
SET ROLE pg_monitor;
GRANT DELETE ON notes TO pg_read_all_stats;
RESET ROLE;
GRANT UPDATE ON notes TO pg_read_all_data;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION one() FROM CURRENT_USER;
