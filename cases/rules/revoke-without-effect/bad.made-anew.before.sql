CREATE FUNCTION close_month(month date) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
REVOKE ALL ON FUNCTION close_month(date) FROM PUBLIC;
