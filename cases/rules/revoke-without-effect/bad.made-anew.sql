DROP FUNCTION close_month(date);
CREATE FUNCTION close_month(month date) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
