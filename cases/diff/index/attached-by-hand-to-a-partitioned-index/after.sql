create table t (id integer, at date) partition by range (at);
create table t_1 partition of t for values from ('2024-01-01') to ('2025-01-01');
create index t_1_special on t_1 (id);
create index t_id_idx on only t (id);
alter index t_id_idx attach partition t_1_special;
comment on index t_1_special is 'alone or not';
