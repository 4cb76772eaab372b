create function f() returns text language plpgsql as $$ begin return 'a'; end $$;
