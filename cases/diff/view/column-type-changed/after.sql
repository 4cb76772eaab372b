create table t (id integer);
create view v as select id::bigint as id from t;
