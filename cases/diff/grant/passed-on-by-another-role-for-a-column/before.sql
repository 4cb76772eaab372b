create table notes (id integer, body text);
