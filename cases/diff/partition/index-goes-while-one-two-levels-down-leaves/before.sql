create table t (k integer, l integer) partition by list (k);
create table t_1 partition of t for values in (1) partition by list (l);
create table t_1_1 partition of t_1 for values in (1);
create table t_1_2 partition of t_1 for values in (2);
create index t_l on t (l);
alter table t add constraint t_key unique (k, l);
