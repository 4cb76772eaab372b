create type item as (id integer, label text, note text);
create table items of item (primary key (id), label default 'new');
create table drafts of item;
create view labels as select id, label from items;
