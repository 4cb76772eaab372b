CREATE FUNCTION revenue(since date) RETURNS bigint LANGUAGE sql AS $$ SELECT sum(total) FROM orders $$;
REVOKE ALL ON FUNCTION revenue(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION revenue TO reports;
