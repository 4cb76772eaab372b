create table t (id integer);
create index t_idx on t (id desc);
