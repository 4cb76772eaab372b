create table t (id integer primary key, n integer, m integer generated always as (n + 1));
create view v as select m from t;
