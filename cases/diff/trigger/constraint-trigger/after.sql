create table a (id integer);
create table b (id integer);
create function f() returns trigger language plpgsql as $$ begin return null; end $$;
create constraint trigger g after insert or update on a from b deferrable initially deferred for each row execute function f();
