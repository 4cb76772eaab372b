create table t (id integer);
create view m as select id from t;
