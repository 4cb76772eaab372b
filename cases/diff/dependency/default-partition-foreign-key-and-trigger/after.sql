create table users (id bigint primary key);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create table t (id integer, user_id bigint references users, at date) partition by range (at);
create table t_rest partition of t default;
create table t_2024 partition of t for values from ('2024-01-01') to ('2025-01-01');
create trigger g after insert or update on t for each row execute function f();
create index t_user_idx on t (user_id);
