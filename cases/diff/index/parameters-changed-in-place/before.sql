create table t (a integer, j jsonb);
create index t_a_idx on t (a) with (fillfactor = 70);
create index t_j_idx on t using gin (j);
