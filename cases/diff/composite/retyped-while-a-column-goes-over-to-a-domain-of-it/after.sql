CREATE TYPE setting AS (name text, size numeric);
CREATE DOMAIN checked AS setting CONSTRAINT size_positive CHECK ((VALUE).size > 0);
CREATE TABLE places (id integer PRIMARY KEY, main checked, list checked[]);
