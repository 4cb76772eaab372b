create type item as (a integer, b text);
create function make(a integer) returns item language sql as $$ select row(a, 'x')::item $$;
create function read(i item) returns integer language sql as 'select (i).a';
