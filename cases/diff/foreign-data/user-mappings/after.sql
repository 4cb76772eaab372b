do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create user mapping for public server case_server options (usr 'b');
create user mapping for case_reader server case_server options (usr 'c');
