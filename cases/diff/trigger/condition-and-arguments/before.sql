create table t (id integer, a text);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g before update on t for each row execute function f();
