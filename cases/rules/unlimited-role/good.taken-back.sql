CREATE ROLE helper NOSUPERUSER;
GRANT pg_read_all_data TO helper;
REVOKE pg_read_all_data FROM helper;
GRANT pg_write_all_data TO web;
DROP ROLE web;
GRANT pg_monitor TO helper;
