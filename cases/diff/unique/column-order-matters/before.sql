create table t (a integer, b integer, constraint t_u unique (a, b));
