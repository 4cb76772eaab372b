CREATE TABLE t (id int);
ALTER SYSTEM SET work_mem = '64MB';
