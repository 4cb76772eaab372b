create table t (id integer, n numeric);
create materialized view m as select id, n from t;
create index m_n_idx on m (n) where n > 5;
create view over_m as select n from m;
