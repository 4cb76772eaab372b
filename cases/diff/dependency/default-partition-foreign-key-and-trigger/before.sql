create table users (id integer primary key);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create table t (id integer, user_id integer references users, at date) partition by range (at);
create table t_rest partition of t default;
create trigger g after insert on t for each row execute function f();
create index t_user_idx on t (user_id);
