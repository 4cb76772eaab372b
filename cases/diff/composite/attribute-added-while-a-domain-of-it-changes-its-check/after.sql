CREATE TYPE pair AS (r bigint, i bigint, tag text);
CREATE DOMAIN ordered AS pair CHECK ((VALUE).r <= (VALUE).i OR (VALUE).tag = 'any');
CREATE TABLE one (p ordered UNIQUE);
CREATE TABLE many (p ordered[]);
