create table t (id integer, active boolean);
create view v as select id from t where active;
