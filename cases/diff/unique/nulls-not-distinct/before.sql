create table t (a integer, b integer, constraint t_a_b_key unique (a, b));
