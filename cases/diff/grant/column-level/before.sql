do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer, a text, b text);
grant select (id) on t to case_reader;
