create type item as (id integer, title text, made date);
create table items of item (primary key (id));
create view labels as select id, title as label from items;
