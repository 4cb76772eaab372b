create table base (id integer, kind integer) partition by list (kind);
create table part partition of base for values in (1);
alter table part add constraint own not null id no inherit;
