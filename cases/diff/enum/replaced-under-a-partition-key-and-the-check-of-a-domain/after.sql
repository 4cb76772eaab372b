CREATE TYPE kind AS ENUM ('b', 'a', 'c');
CREATE DOMAIN not_b AS kind CHECK (VALUE <> 'c');
CREATE TYPE pair AS (x kind, y int);
CREATE TABLE t (k kind, n not_b, pairs pair[]) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a', 'c');
