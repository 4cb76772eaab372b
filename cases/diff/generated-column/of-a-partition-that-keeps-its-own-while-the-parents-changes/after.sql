create table t (k integer, twice integer generated always as (k * 3) stored) partition by list (k);
create table t_1 partition of t for values in (1);
create table t_2 partition of t for values in (2) partition by list (k);
create table t_2_1 partition of t_2 for values in (2);
alter table t_2_1 alter twice set expression as (k * 4);
