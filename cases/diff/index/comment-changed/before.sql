create table t (a integer);
create index t_a_idx on t (a);
comment on index t_a_idx is 'old';
