create table base (id integer);
create table middle () inherits (base);
create table child () inherits (middle);
alter table child add constraint positive check (id > 0);
