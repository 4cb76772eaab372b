create table base (id integer, kind integer) partition by list (kind);
create table part partition of base for values in (1);
create table other partition of base for values in (2);
alter table part add constraint given not null id not valid;
alter table base add constraint whole not null id not valid;
