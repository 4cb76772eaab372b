create table a (x integer, y integer);
create table b (x integer);
create table c (w integer) inherits (a, b);
create table d () inherits (c);
