do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create schema shop;
grant usage, create on schema shop to case_owner;
create table shop.orders (id integer);
alter table shop.orders owner to case_owner;
create type shop.state as enum ('new', 'paid');
alter type shop.state owner to case_owner;
create function shop.total() returns integer language sql as 'select 1';
alter function shop.total() owner to case_owner;
