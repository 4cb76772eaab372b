create function slug(text) returns text language sql immutable as $$ select lower(replace($1, ' ', '-')) $$;
create table t (title text, slug text generated always as (slug(title)) stored);
