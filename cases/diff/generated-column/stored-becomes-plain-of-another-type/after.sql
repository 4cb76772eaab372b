create table t (id integer primary key, n numeric(10,2));
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g after insert on t for each row when (new.n > 5::numeric) execute function f();
create table u (t_id integer);
create policy p on u using (exists (select from t where t.id = u.t_id and t.n is not null));
