create type mood as enum ('unhappy', 'ok');
create table t (id integer primary key, mood mood default 'unhappy');
