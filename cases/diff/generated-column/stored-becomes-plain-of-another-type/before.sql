create table t (id integer primary key, n integer generated always as (id + 1) stored);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g after insert on t for each row when (new.n > 5) execute function f();
create table u (t_id integer);
create policy p on u using (exists (select from t where t.id = u.t_id and t.n is not null));
