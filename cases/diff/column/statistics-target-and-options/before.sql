create table t (a integer, b integer);
alter table t alter column a set statistics 50;
