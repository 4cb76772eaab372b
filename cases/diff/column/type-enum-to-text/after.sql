create table t (id integer primary key, mood text not null default 'ok');
