CREATE TYPE pair AS (a int, b text);
CREATE FUNCTION deparsed(int) RETURNS pair LANGUAGE sql RETURN ROW($1, 'x')::pair;
ALTER TYPE pair ADD ATTRIBUTE c date;
CREATE FUNCTION paired(int) RETURNS pair LANGUAGE sql AS 'SELECT ROW($1, NULL, NULL)::pair';
