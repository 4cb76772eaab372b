create extension hstore;
create table settings (id integer primary key, data hstore not null default 'theme=>dark'::hstore);
create function setting(hstore, text) returns text language sql immutable as 'select $1 -> $2';
