create table base (id integer, a text);
create table child (b text) inherits (base);
