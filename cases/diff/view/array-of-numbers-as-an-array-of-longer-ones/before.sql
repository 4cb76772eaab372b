CREATE FUNCTION has(anycompatiblearray, anycompatible) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE t (a bigint);
