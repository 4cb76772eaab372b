do $$ begin create role case_keeper; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_lender; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create schema shop authorization case_owner;
create table shop.item (id int, note text);
alter table shop.item owner to case_owner;
set role case_owner;
grant select, update on shop.item to case_lender with grant option;
reset role;
