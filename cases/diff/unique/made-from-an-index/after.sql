create table t (a integer, b text);
create unique index t_a_idx on t (a);
alter table t add constraint t_a_idx unique using index t_a_idx;
