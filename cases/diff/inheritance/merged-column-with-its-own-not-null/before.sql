create table base (id integer, a text);
