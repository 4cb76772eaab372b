create table t (id integer);
create materialized view m as select id from t;
create index m_idx on m (id);
