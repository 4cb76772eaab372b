create table a (x bigint, y integer);
create table b (x bigint);
create table c (w integer) inherits (a, b);
create table d () inherits (c);
