create table base (id integer, a text);
create table child (id integer, a text, b text) inherits (base);
