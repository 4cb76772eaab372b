do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer, at date) partition by range (at);
grant select on t to case_reader;
comment on table t is 'events';
