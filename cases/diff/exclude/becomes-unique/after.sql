create table t (a integer, constraint t_one unique (a));
