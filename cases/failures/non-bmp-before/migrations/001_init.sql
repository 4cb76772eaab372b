CREATE TABLE t (id int, note text);
INSERT INTO t VALUES (1, '😀😀'), (2, nothing);
