create table t (id integer, a text);
comment on column t.a is 'stays';
