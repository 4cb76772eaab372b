create table a (x integer constraint there not null);
create table b (x integer constraint there not null);
create table c () inherits (a, b);
