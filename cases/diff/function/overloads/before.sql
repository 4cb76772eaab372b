create function f(integer) returns text language sql as $$ select 'int' $$;
create function f(text) returns text language sql as $$ select 'text' $$;
