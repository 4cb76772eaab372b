create table one (id integer);
create table other (id integer default 1);
create table child () inherits (one, other);
alter table child alter id drop default;
