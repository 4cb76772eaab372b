create table t (id integer, a text, b date);
create view v as select id, a, b from t;
