CREATE TABLE scratch (id bigint PRIMARY KEY);
DROP TABLE scratch;

CREATE TEMPORARY TABLE strays (id bigint);
DROP TABLE pg_temp.strays;
