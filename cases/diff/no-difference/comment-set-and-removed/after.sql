create table t (id integer);
comment on table t is 'x';
comment on column t.id is 'y';
comment on table t is null;
comment on column t.id is null;
