create function f(out a integer, out b text) language sql as $$ select 1, 'x' $$;
create function g() returns table (id integer) language sql as 'select 1';
