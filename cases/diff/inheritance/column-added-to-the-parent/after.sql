create table base (id integer, added text);
create table child (c text) inherits (base);
create table grandchild (g text) inherits (child);
