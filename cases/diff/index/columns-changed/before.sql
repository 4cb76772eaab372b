create table t (a integer, b text);
create index t_idx on t (a);
