create table a (x integer constraint here not null);
create table b (x integer constraint here not null);
create table c () inherits (a, b);
