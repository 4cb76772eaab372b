CREATE TABLE t (n int);
INSERT INTO t VALUES ('many');
