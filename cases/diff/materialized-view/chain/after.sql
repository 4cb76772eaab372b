create table t (id integer, n integer, extra text);
create materialized view a as select id, n, extra from t;
create materialized view b as select n from a;
create index b_idx on b (n);
