create table parent (id integer);
create table child () inherits (parent);
create table other_child () inherits (parent);
