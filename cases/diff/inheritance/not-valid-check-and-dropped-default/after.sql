create table a (x integer default 1, y integer default 2);
create table b () inherits (a);
alter table b alter x drop default;
alter table b alter y set default 5;
alter table a add constraint k check (x > 0) not valid;
create table c (x integer) inherits (a);
