create extension hstore with schema pg_catalog;
create extension pg_trgm with schema pg_catalog;
create table t (h hstore);
create index t_trgm on t using gin ((h -> 'a') gin_trgm_ops);
