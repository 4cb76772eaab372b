create table t (id integer primary key, n integer, m integer generated always as (n * 2) stored);
create view v as select id, m from t;
comment on column v.m is 'twice n';
