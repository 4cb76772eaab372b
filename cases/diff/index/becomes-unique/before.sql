create table t (a integer);
create index t_a_idx on t (a);
