CREATE FUNCTION tomorrow() RETURNS date IMMUTABLE RETURN current_date + 1;
