create table t (id integer);
create view v as select id as new_name from t;
