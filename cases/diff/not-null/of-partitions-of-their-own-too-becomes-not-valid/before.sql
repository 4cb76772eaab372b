create table base (id integer, kind integer) partition by list (kind);
create table part partition of base (constraint given not null id) for values in (1);
create table other partition of base for values in (2);
alter table base alter id set not null;
