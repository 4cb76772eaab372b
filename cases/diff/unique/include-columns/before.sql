create table t (a integer, b text, constraint t_a_key unique (a));
