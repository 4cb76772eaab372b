create table a (id integer primary key, y integer);
create table b (id integer primary key, x text);
