create table a (id integer) partition by list (id);
create table b (id integer) partition by list (id);
create table part partition of a for values in (1);
