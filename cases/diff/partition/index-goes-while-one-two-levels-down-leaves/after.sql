create table t (k integer, l integer) partition by list (k);
create table t_1 partition of t for values in (1) partition by list (l);
create table t_1_1 (k integer, l integer);
create index t_1_1_l_idx on t_1_1 (l);
create table t_1_2 partition of t_1 for values in (2);
create index t_1_2_l_idx on t_1_2 (l);
