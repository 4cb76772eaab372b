CREATE TYPE pair AS (r integer, i integer);
CREATE DOMAIN ordered AS pair CHECK ((VALUE).r <= (VALUE).i);
CREATE TABLE one (p ordered UNIQUE);
CREATE TABLE many (p ordered[]);
