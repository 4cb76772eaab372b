create table t (id integer primary key, a text);
create index t_a_idx on t (a);
