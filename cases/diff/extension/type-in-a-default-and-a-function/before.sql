create extension hstore;
create table settings (id integer primary key, data hstore not null default ''::hstore);
