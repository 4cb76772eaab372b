create table t (a integer, b integer);
create index t_sum_idx on t ((a + b));
alter index t_sum_idx alter column 1 set statistics 200;
