create table t (id integer);
create view v as select id from t;
create materialized view m as select id from t;
comment on column v.id is 'from t';
comment on column m.id is 'from t, yesterday';
