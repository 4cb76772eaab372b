create table t (b integer, total integer generated always as (b + 1) stored);
