create schema core;
create type core.thing as (id integer, label text, size integer);
create table items of core.thing (id not null);
