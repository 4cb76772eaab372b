create table t (id integer, n text);
create materialized view m as select id, n from t;
