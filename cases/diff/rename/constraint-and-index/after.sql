create table t (id integer constraint new_pk primary key, a text);
create index new_idx on t (a);
