create table t (id integer primary key, n integer, m integer not null generated always as (n * 2) stored);
