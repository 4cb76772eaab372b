create function f(out a integer, out b text, out c date) language sql as $$ select 1, 'x', current_date $$;
create function g() returns table (id integer, label text) language sql rows 5 as $$ select 1, 'x' $$;
