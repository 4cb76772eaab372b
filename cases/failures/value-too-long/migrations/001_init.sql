CREATE TABLE t (code varchar(3));
INSERT INTO t VALUES ('long');
