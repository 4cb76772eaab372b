create table parent (id integer, n integer, m integer);
create table child () inherits (parent);
create table other_child () inherits (parent);
alter table child add not null n no inherit;
alter table child add constraint given not null m no inherit;
alter table other_child add not null n not valid;
