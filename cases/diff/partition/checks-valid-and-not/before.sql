create table t (k integer, v integer) partition by list (k);
create table t_1 partition of t for values in (1);
create table t_2 partition of t for values in (2);
alter table t_2 add constraint positive check (v > 0);
alter table t add constraint small check (v < 100) not valid;
