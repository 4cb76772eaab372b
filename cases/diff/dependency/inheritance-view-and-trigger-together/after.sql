create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create table base (id integer, n numeric);
create table child (extra text) inherits (base);
create view v as select n, extra from child;
create trigger g before update of n on child for each row execute function f();
