do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_writer; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer);
grant select on t to case_reader;
grant select, insert on t to case_writer;
