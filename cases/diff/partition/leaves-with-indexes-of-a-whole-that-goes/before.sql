create table t (id integer, at date, primary key (id, at)) partition by range (at);
create table t_1 partition of t for values from ('2024-01-01') to ('2025-01-01');
create index t_at on t (at);
