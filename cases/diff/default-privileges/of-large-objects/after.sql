create table t (id integer);
do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
alter default privileges grant select on large objects to case_reader;
