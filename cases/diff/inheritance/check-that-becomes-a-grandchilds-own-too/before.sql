create table a (k integer, constraint positive check (k > 0));
create table b () inherits (a);
create table c () inherits (b);
