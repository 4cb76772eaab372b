create table t (id integer primary key, n bigint);
create view v1 as select id, n from t;
create view v2 as select id, n * 2 as twice from v1;
create materialized view m as select twice from v2;
create index m_twice_idx on m (twice);
