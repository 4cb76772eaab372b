create domain code as varchar(5) check (length(value) < 5);
create function make() returns code language sql as $$ select 'a'::code $$;
