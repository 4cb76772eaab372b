create table a (k integer, x integer constraint x_there not null, constraint k_there check (k > 0));
create table b (k integer, x integer, constraint k_there check (k > 0));
create table c () inherits (a, b);
create table d (constraint k_there check (k > 0)) inherits (c);
