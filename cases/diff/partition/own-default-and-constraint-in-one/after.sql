create table t (id integer, at date, n integer default 0) partition by range (at);
create table t_1 partition of t (n default 7, constraint n_small check (n < 100)) for values from ('2024-01-01') to ('2025-01-01');
