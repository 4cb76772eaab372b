create table t (k integer, v integer) partition by list (k);
create table t_1 partition of t for values in (1) partition by list (v);
create table t_1_1 partition of t_1 default;
create table t_2 partition of t for values in (2);
alter table t add constraint positive check (v > 0) not valid;
comment on constraint positive on t_2 is 'not looked at yet';
alter table t_1_1 validate constraint positive;
