create function log_ddl() returns event_trigger language plpgsql as $$ begin null; end $$;
