create table base (id integer);
create table middle () inherits (base);
alter table base add constraint given not null id not valid;
