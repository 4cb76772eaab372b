create function log_ddl() returns event_trigger language plpgsql as $$ begin null; end $$;
create event trigger case_a on ddl_command_start execute function log_ddl();
create event trigger case_b on ddl_command_start execute function log_ddl();
alter event trigger case_a enable always;
alter event trigger case_b enable replica;
