create table t (id integer, at date, note text not null default '') partition by range (at);
create table t_1 partition of t for values from ('2024-01-01') to ('2025-01-01');
create table t_2 partition of t for values from ('2025-01-01') to ('2026-01-01');
