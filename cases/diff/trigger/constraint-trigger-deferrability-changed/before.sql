create table a (id integer);
create function f() returns trigger language plpgsql as $$ begin return null; end $$;
create constraint trigger g after insert on a deferrable initially deferred for each row execute function f();
