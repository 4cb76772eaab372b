create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create table t (id integer, at date) partition by range (at);
create table t_1 partition of t for values from ('2024-01-01') to ('2025-01-01');
create trigger g before insert on t for each row execute function f();
alter table t_1 disable trigger g;
