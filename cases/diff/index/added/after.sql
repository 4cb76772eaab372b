create table t (a integer, b text);
create index t_a_idx on t (a);
create index t_b_a_idx on t (b, a);
