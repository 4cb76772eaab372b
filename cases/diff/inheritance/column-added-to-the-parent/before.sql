create table base (id integer);
create table child (c text) inherits (base);
create table grandchild (g text) inherits (child);
