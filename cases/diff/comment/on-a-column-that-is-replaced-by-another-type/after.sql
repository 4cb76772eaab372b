create table t (id integer, a integer);
comment on column t.a is 'stays';
