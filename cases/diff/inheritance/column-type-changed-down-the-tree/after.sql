create table base (id bigint, a text);
create table child (b text) inherits (base);
create view v as select id from child;
