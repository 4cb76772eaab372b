create table "integer" (id integer, now timestamptz default now());
create type "text" as enum ('a', 'b');
create table uses (a public."text", b pg_catalog.text, c "integer");
create function now() returns integer language sql as 'select 1';
create view v as select pg_catalog.now() as a, public.now() as b;
