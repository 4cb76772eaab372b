do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create foreign table t (id integer) server case_server;
