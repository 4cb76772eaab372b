create table t (k integer, v integer) partition by list (k);
create table t_1 partition of t for values in (1);
alter table t alter v set not null;
