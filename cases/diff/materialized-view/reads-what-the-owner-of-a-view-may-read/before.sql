do $$ begin create role case_keeper; exception when duplicate_object or unique_violation then null; end $$;
create table plain (id integer);
