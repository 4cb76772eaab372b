create table a (k integer, x text constraint there not null);
create table b () inherits (a);
create table c (x text) inherits (b);
alter table b alter x set not null;
