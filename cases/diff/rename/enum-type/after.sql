create type feeling as enum ('sad', 'ok');
create table t (id integer primary key, mood feeling);
