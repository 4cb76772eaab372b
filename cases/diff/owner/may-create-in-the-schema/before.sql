do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create schema shop;
create table shop.orders (id integer);
