create table t (id integer primary key, n integer, m integer);
