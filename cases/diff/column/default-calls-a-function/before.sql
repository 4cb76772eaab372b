create function next_code() returns text language sql as $$ select 'c-' || floor(random() * 1000)::text $$;
create table t (id integer primary key, code text);
