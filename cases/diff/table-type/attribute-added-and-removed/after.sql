create type item as (id integer, label text, made date, tags text[]);
create table items of item (primary key (id), label default 'newer', made not null default '2026-01-01');
create table drafts of item;
create view labels as select id, label, made from items;
