create type item as (id bigint, label varchar(20), made date);
create table items of item;
create table others of item (primary key (id));
