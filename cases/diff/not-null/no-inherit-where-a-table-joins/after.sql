create table parent (id integer);
create table child () inherits (parent);
alter table child add not null id no inherit;
