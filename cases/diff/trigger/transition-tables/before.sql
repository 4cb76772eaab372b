create table t (id integer);
create function f() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger g after update on t for each statement execute function f();
