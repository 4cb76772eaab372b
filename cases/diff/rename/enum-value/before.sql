create type mood as enum ('sad', 'ok');
create table t (id integer primary key, mood mood default 'sad');
