create type item as (id integer, label text);
create table items of item (id not null);
