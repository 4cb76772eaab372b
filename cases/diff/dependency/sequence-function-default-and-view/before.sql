create sequence s;
create function code() returns text language sql as $$ select 'x' || nextval('s')::text $$;
create table t (id text default code());
