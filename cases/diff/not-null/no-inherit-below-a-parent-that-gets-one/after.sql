create table base (id integer, kind integer) partition by list (kind);
create table part partition of base for values in (1);
alter table base add constraint given not null id;
