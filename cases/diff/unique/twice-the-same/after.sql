create table t (a integer);
alter table t add unique (a);
alter table t add unique (a);
alter table t add primary key (a);
