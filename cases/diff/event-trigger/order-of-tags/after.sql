create function noticed() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger n on sql_drop when tag in ('DROP TABLE', 'CREATE TABLE') execute function noticed();
