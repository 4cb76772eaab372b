create table t (id integer, gone text);
create view v as select id, gone from t;
