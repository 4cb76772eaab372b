create table dogs (id integer, name text, constraint named check (name <> ''));
