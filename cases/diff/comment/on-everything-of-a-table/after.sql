create table t (id integer constraint t_pk primary key, a text);
create index t_a_idx on t (a);
comment on table t is 'things';
comment on column t.a is 'it''s "a" \ name';
comment on constraint t_pk on t is 'key';
comment on index t_a_idx is 'search';
