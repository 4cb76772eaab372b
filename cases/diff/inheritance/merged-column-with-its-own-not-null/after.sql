create table base (id integer, a text);
create table child (a text constraint a_given not null) inherits (base);
