create table t (k integer, id integer not null) partition by list (k);
create table t_1 (k integer, id integer not null);
alter table t attach partition t_1 for values in (1);
create index t_id on t (id);
