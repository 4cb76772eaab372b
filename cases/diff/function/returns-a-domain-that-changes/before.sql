create domain code as text check (length(value) < 5);
create function make() returns code language sql as $$ select 'a'::code $$;
