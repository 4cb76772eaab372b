create type old_mood as enum ('sad', 'ok');
create table t (id integer primary key, mood old_mood default 'ok');
