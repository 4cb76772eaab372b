create table base (id integer);
create table middle () inherits (base);
create table child () inherits (middle);
alter table base add constraint given not null id not valid;
