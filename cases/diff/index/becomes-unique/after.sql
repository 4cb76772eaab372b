create table t (a integer);
create unique index t_a_idx on t (a);
