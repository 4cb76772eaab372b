GRANT EXECUTE ON FUNCTION api.ping() TO pg_monitor;
