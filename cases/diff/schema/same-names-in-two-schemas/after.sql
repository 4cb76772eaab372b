create schema a;
create schema b;
create table a.items (id integer primary key, label text);
create table b.items (id bigint primary key);
create view a.labels as select label from a.items;
create view b.labels as select id::text as label from b.items;
