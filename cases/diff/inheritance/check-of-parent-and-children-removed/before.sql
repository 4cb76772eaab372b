create table a (x integer, constraint k check (x > 0));
create table b (constraint k check (x > 0)) inherits (a);
create table c () inherits (b);
create table d (constraint k check (x > 0)) inherits (c);
