create table t (id integer);
create materialized view m with (fillfactor = 60) as select id from t;
create index m_idx on m (id);
alter materialized view m cluster on m_idx;
alter materialized view m replica identity full;
create materialized view n as select id from t;
alter materialized view n replica identity nothing;
