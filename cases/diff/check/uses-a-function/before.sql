create function is_code(text) returns boolean language sql immutable as $$ select $1 ~ '^[a-z]+$' $$;
create table t (code text check (is_code(code)));
