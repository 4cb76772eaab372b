CREATE TABLE numbers (n integer);
CREATE FUNCTION is_odd(n integer) RETURNS boolean LANGUAGE sql RETURN false;
CREATE FUNCTION is_even(n integer) RETURNS boolean LANGUAGE sql RETURN CASE WHEN n = 0 THEN true ELSE is_odd(n - 1) END;
CREATE OR REPLACE FUNCTION is_odd(n integer) RETURNS boolean LANGUAGE sql RETURN CASE WHEN n = 0 THEN false ELSE is_even(n - 1) END;
CREATE VIEW even_numbers AS SELECT n FROM numbers WHERE is_even(n);
