DROP FUNCTION revenue(date);
CREATE FUNCTION revenue(since date) RETURNS numeric LANGUAGE sql AS $$ SELECT sum(total) FROM orders $$;
REVOKE ALL ON FUNCTION revenue(date) FROM PUBLIC;
