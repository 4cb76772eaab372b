create table t (id integer);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g before insert on t for each row execute function f();
create policy p on t using (true);
create rule r as on delete to t do instead nothing;
comment on trigger g on t is 'trigger';
comment on policy p on t is 'policy';
comment on rule r on t is 'rule';
