create table t (id integer constraint old_pk primary key, a text);
create index old_idx on t (a);
