create table t (n integer);
