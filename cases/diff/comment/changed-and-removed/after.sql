create table t (id integer, a text);
comment on table t is 'new';
