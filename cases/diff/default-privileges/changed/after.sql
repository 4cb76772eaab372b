do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
alter default privileges in schema public grant select, update on tables to case_reader;
