do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer);
grant maintain, references, trigger on t to case_reader;
