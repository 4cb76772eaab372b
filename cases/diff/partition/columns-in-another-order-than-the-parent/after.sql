create table t (id integer, at date) partition by range (at);
create table t_1 (at date, id integer);
alter table t attach partition t_1 for values from ('2024-01-01') to ('2025-01-01');
