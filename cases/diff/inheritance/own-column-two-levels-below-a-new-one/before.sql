create table a (k integer);
create table b () inherits (a);
create table c () inherits (b);
