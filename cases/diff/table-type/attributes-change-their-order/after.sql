create type item as (label text, id integer);
create table items of item;
