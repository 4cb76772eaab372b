create table t (id integer);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger b after delete on t for each statement execute function f();
