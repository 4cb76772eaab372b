create table t (id integer, a text);
comment on table t is 'old';
comment on column t.id is 'gone';
