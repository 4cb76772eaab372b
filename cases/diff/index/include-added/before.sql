create table t (a integer, b text, c text);
create index t_a_idx on t (a);
