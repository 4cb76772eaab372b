create table t (id integer, n integer);
