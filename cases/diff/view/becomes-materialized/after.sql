create table t (id integer);
create materialized view v as select id from t;
