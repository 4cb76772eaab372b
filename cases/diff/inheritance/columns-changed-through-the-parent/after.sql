create table a (x bigint not null default 3, v text check (v > ''));
create table b (w integer) inherits (a);
create table c (x bigint) inherits (b);
alter table c alter x set default 9;
