create table t (id integer primary key, n bigint, m bigint generated always as (n * 2) stored);
