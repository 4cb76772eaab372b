create table a (id integer) partition by list (id);
create table b (id integer) partition by list (id);
create table part partition of b for values in (2);
