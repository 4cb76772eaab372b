create table t (id integer primary key, n integer check (n > 0), twice integer generated always as (n * 2) stored);
