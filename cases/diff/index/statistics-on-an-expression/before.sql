create table t (a integer, b integer);
create index t_sum_idx on t ((a + b));
