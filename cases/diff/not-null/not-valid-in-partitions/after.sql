create table t (k integer, v integer) partition by list (k);
create table t_1 partition of t for values in (1) partition by list (v);
create table t_1_1 partition of t_1 for values in (1);
alter table t add constraint there not null v not valid;
