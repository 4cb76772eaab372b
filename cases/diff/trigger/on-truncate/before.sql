create table t (id integer);
create function f() returns trigger language plpgsql as $$ begin return null; end $$;
