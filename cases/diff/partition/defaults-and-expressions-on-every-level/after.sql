create table t (k integer, l integer) partition by list (k);
create table t_1 partition of t for values in (1) partition by list (l);
create table t_1_1 partition of t_1 for values in (1);
alter table t add column said integer default 1, add column twice integer generated always as (k * 2) stored;
alter table t_1 alter said set default 2;
alter table only t_1 alter twice set expression as (k * 3);
