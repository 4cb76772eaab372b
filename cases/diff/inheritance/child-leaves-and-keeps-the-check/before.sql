create table animals (id integer, name text, constraint named check (name <> ''));
create table dogs (id integer, name text) inherits (animals);
