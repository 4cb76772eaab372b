create table t (a integer, b integer);
create index t_idx on t (a, b);
