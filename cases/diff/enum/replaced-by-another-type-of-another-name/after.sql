create type new_mood as enum ('sad', 'ok', 'happy');
create table t (id integer primary key, mood new_mood default 'ok');
