create table t (id integer primary key, tags text[]);
create table u (id integer primary key, xs integer[] not null default '{}');
