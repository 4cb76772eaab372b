CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN even AS positive;
CREATE TYPE pair AS (a even, b text);
CREATE TABLE t (id int, one positive, many positive[], pairs pair[]);
CREATE INDEX t_many ON t (many);
