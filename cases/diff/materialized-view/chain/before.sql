create table t (id integer, n integer);
create materialized view a as select id, n from t;
create materialized view b as select n from a;
create index b_idx on b (n);
