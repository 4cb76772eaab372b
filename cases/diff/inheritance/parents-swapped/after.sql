create table a (id integer);
create table b (id integer);
create table c (id integer) inherits (b);
