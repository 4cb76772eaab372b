create function log_ddl() returns event_trigger language plpgsql as $$ begin null; end $$;
create event trigger case_log on ddl_command_end when tag in ('CREATE TABLE') execute function log_ddl();
