do $$ begin create role case_passes_on; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_keeps; exception when duplicate_object or unique_violation then null; end $$;
alter default privileges grant select on tables to case_passes_on with grant option;
alter default privileges grant execute on functions to case_passes_on with grant option;
alter default privileges grant usage on sequences to case_passes_on with grant option;
create table t (id int not null);
revoke all on t from case_passes_on;
