create function log_a() returns event_trigger language plpgsql as $$ begin null; end $$;
create event trigger case_log on table_rewrite execute function log_a();
create table t (id integer);
