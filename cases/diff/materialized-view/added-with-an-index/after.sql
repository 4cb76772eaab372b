create table t (id integer, n integer);
create materialized view m as select id, sum(n) as total from t group by id;
create unique index m_id_idx on m (id);
