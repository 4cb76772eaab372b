create table t (id integer primary key, n integer, m bigint generated always as (n::bigint * 2) stored);
