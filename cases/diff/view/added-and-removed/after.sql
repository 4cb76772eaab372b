create table t (id integer, a text);
create view names as select a from t;
