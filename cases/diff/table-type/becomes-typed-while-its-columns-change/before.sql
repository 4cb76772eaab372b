create type item as (id integer, label text);
create table items (id integer, label text, note text);
create table others (id integer);
