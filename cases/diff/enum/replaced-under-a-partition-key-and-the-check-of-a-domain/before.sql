CREATE TYPE kind AS ENUM ('a', 'b');
CREATE DOMAIN not_b AS kind CHECK (VALUE <> 'b');
CREATE TYPE pair AS (x kind, y int);
CREATE TABLE t (k kind, n not_b, pairs pair[]) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
