CREATE TABLE other (id bigint PRIMARY KEY);
CREATE FUNCTION differs(one int, other int) RETURNS boolean LANGUAGE sql IMMUTABLE
AS 'SELECT one IS DISTINCT FROM other';
