create table a (x integer, y integer);
create table b () inherits (a);
create table c () inherits (a);
create table d () inherits (c);
