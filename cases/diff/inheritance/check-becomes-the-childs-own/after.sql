create table a (x integer);
create table b (w integer, constraint k check (x > 0)) inherits (a);
