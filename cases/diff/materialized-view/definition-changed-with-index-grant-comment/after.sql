do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer, n integer);
create materialized view m as select id, n * 2 as n from t;
create unique index m_id_idx on m (id);
grant select on m to case_reader;
comment on materialized view m is 'refreshed at night';
