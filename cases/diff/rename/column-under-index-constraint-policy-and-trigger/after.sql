create table t (id integer primary key, points integer constraint t_score_check check (points > 0));
create index t_score_idx on t (points);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g before update of points on t for each row execute function f();
create policy p on t using (points > 5);
