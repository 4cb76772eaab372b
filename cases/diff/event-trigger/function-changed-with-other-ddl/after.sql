create function log_b() returns event_trigger language plpgsql as $$ begin null; end $$;
create event trigger case_log on table_rewrite execute function log_b();
create table t (id bigint);
comment on event trigger case_log is 'watches rewrites';
