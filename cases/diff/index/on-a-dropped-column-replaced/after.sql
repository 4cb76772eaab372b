create table t (a integer, c integer);
create index t_idx on t (a, c);
