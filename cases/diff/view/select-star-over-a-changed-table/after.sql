create table t (id integer, b date, a text);
create view v as select * from t;
