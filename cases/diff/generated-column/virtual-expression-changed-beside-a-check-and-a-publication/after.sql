create table t (id integer primary key, a integer, v integer generated always as (a + 2) virtual, constraint positive check (a > 0));
create table k (b integer) inherits (t);
create table q (id integer primary key, v text generated always as ('y' || id) virtual);
create publication p for table only t, q where (id > 3);
create view seen as select v, a from t;
grant select (v) on t to pg_monitor;
