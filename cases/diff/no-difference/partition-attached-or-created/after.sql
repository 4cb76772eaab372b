create table t (at date, id integer) partition by range (at);
create table t_1 (id integer, at date);
create index t_1_id_idx on t_1 (id);
create index t_id_idx on t (id);
alter table t attach partition t_1 for values from ('2024-01-01') to ('2025-01-01');
