CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION low(p pair) RETURNS int LANGUAGE sql AS 'SELECT least(p.a, p.b)';
CREATE FUNCTION high(p pair) RETURNS int LANGUAGE sql AS 'SELECT greatest(p.a, p.b)';
CREATE FUNCTION low_renaming(p pair) RETURNS int LANGUAGE sql AS 'SELECT 0';
