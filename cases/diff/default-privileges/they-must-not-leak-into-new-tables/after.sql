do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table plain (id integer);
alter default privileges in schema public grant all on tables to case_reader;
