CREATE FUNCTION has(anycompatiblearray, anycompatible) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE t (a bigint);
CREATE VIEW v AS SELECT has(ARRAY[1, 2], a) AS has FROM t;
