create table a (x text default 'a');
create table b (x text, y int) inherits (a);
create table c (y int default 2);
create table d (z int) inherits (b, c);
alter table only b alter x set default 'b';
alter table only b alter y set default 1;
alter table only d alter y set default 3;
create table e () inherits (d, a);
