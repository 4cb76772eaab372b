CREATE TABLE t (id int);
DROP EXTENSION plpgsql;
