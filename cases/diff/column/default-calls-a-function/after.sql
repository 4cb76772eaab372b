create function next_code(prefix text) returns text language sql as $$ select prefix || floor(random() * 1000)::text $$;
create table t (id integer primary key, code text default next_code('x-'));
