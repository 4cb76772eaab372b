create table t (id integer, a text);
create view v as select * from t;
