create table thing (thing integer constraint thing check (thing > 0));
create function thing() returns integer language sql as 'select 1';
create schema thing;
create table thing.thing (thing integer);
create policy thing on thing using (true);
create function thing_trigger() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger thing before insert on thing for each row execute function thing_trigger();
