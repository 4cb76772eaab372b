create extension pg_trgm;
create table t (id integer);
