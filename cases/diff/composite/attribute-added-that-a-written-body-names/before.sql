CREATE TYPE pair AS (a int, b text);
CREATE FUNCTION paired(int) RETURNS pair LANGUAGE sql AS 'SELECT ROW($1, NULL)::pair';
CREATE FUNCTION deparsed(int) RETURNS pair LANGUAGE sql RETURN ROW($1, 'x')::pair;
