do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_writer; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer);
grant insert on t to case_writer;
grant select on t to case_writer;
grant all on t to case_reader;
revoke insert, update, delete, truncate, references, trigger, maintain on t from case_reader;
