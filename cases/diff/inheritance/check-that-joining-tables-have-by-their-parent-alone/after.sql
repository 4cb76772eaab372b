create table top (id integer);
create table base () inherits (top);
create table child (id integer);
alter table child inherit base;
create table other (id integer);
create table below () inherits (other);
alter table other inherit base;
alter table top add constraint positive check (id > 0);
