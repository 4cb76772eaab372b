create table t (id integer primary key, n integer, m integer generated always as (n * 2));
create view v as select m from t;
