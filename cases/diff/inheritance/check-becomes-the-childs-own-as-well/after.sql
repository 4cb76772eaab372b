create table p (a integer, constraint positive check (a > 0));
create table c (constraint positive check (a > 0)) inherits (p);
