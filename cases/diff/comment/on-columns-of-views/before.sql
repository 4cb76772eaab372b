create table t (id integer);
create view v as select id from t;
create materialized view m as select id from t;
