create function log_ddl() returns event_trigger language plpgsql as $$ begin null; end $$;
create event trigger case_log on sql_drop execute function log_ddl();
