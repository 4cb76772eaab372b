create table a (x integer);
create table b () inherits (a);
create table c () inherits (b);
create table d () inherits (c);
