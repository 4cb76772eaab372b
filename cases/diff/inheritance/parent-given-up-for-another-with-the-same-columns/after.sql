create table base (id integer, note text, check (id > 0), constraint other check (id <> 7));
create table next (id integer, note text, check (id > 0));
create table child (more integer) inherits (next);
create table grandchild () inherits (child);
create table new (id integer, note text, kind text default 'k');
create table plain () inherits (new);
