create table t (id integer primary key, score integer check (score > 0));
create index t_score_idx on t (score);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g before update of score on t for each row execute function f();
create policy p on t using (score > 5);
