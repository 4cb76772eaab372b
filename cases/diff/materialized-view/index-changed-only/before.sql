create table t (id integer, n integer);
create materialized view m as select id, n from t;
create index m_idx on m (id);
