create table a (id integer, x text);
create table b (id integer, y text);
create table c (z text) inherits (a, b);
