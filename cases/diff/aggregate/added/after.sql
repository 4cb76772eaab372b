create function add_text(text, text) returns text language sql immutable as $$ select coalesce($1, '') || $2 $$;
create aggregate glue(text) (sfunc = add_text, stype = text, initcond = '');
