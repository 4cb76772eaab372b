create table t (id integer primary key, n bigint check (n > 0), twice bigint generated always as (n * 2) stored);
