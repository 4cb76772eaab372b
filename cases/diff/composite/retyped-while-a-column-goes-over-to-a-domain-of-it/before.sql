CREATE TYPE setting AS (name text, size integer);
CREATE DOMAIN checked AS setting CONSTRAINT size_positive CHECK ((VALUE).size > 0);
CREATE TABLE places (id integer PRIMARY KEY, main checked, list setting[]);
