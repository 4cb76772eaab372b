do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create table t (id serial primary key, k integer generated always as identity);
alter table t owner to case_owner;
