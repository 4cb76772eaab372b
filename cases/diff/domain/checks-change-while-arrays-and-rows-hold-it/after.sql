CREATE DOMAIN positive AS int NOT NULL CHECK (VALUE >= 0) CONSTRAINT small CHECK (VALUE < 100);
CREATE DOMAIN even AS positive CHECK (VALUE % 2 = 0);
CREATE TYPE pair AS (a even, b text);
CREATE TABLE t (id int, one positive, many positive[], pairs pair[]);
CREATE INDEX t_many ON t (many);
