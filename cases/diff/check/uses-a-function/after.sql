create function is_code(value text, max integer) returns boolean language sql immutable as $$ select value ~ '^[a-z]+$' and length(value) <= max $$;
create table t (code text check (is_code(code, 5)));
