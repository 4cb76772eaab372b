create table top (id integer, constraint positive check (id > 0));
create table base () inherits (top);
create table child (id integer, constraint positive check (id > 0));
create table other (id integer);
create table below () inherits (other);
