create table base (id integer, a text default 'base');
create table child () inherits (base);
