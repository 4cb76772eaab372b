create table parent (a int not null, c float8, constraint pc check (c >= 0));
create table child () inherits (parent);
create table grandchild () inherits (child);
alter table grandchild no inherit child;
alter table grandchild inherit parent;
