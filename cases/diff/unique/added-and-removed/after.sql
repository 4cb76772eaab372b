create table t (a integer, b integer, unique (b));
