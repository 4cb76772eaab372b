create schema parts;
create table t (id integer, at date) partition by range (at);
create table parts.t_1 partition of t for values from ('2024-01-01') to ('2025-01-01') with (fillfactor = 70);
