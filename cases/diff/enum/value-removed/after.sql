create type mood as enum ('sad', 'happy');
create table t (id integer primary key, mood mood);
