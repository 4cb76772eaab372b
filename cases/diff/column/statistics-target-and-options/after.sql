create table t (a integer, b integer);
alter table t alter column b set statistics 500;
alter table t alter column b set (n_distinct = -0.5);
