create table t (id integer primary key, at date);
create index t_at_idx on t (at);
