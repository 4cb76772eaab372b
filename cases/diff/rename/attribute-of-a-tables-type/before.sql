create type item as (id integer, label text);
create table items of item (primary key (id));
create view labels as select id, label from items;
