create function f(integer) returns text language sql as $$ select 'integer' $$;
create function f(text, text) returns text language sql as $$ select 'two' $$;
