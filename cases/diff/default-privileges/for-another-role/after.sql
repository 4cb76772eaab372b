do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
alter default privileges for role case_owner grant usage on sequences to case_reader;
alter default privileges for role case_owner grant usage on types to case_reader with grant option;
alter default privileges for role case_owner grant usage on schemas to case_reader;
