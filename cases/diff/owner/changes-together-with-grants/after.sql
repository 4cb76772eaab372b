do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer);
alter table t owner to case_owner;
grant select, insert on t to case_reader;
