create table a (x integer, y text);
create table b (w integer) inherits (a);
create table c (x integer) inherits (b);
