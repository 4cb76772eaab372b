create table t (k integer, l integer) partition by list (k);
create table t_1 partition of t for values in (1);
alter table t add constraint t_key primary key (k, l);
alter table t detach partition t_1;
alter table t drop constraint t_key;
alter table t alter k drop not null, alter l drop not null;
alter table t add constraint t_key primary key (k, l);
