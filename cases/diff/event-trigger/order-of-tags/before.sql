create function noticed() returns event_trigger language plpgsql as $$ begin end $$;
