create table t (id integer, at date);
create view v as select id from t;
