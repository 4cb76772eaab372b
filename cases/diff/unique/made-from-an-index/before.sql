create table t (a integer, b text);
create unique index t_a_idx on t (a);
