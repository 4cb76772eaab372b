create table a (id integer);
create table b (id integer);
create function f() returns trigger language plpgsql as $$ begin return null; end $$;
