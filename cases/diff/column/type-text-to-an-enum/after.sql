create type mood as enum ('sad', 'ok', 'happy');
create table t (id integer primary key, mood mood not null default 'ok');
