create type mood as enum ('sad', 'ok', 'great');
create table t (id integer primary key, mood mood default 'great');
