create table t (id integer constraint t_pk primary key, a text);
create index t_a_idx on t (a);
