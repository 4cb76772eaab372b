create table t (a integer);
create index t_a_idx1 on t (a);
