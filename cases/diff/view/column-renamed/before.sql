create table t (id integer);
create view v as select id as old_name from t;
