create function gen() returns integer language sql as 'select 1';
create function ok(integer) returns boolean language sql immutable as 'select $1 > 0';
create function key(integer) returns integer language sql immutable as 'select $1 % 10';
create function on_t() returns trigger language plpgsql as $$ begin return new; end $$;
create table t (id integer default gen() check (ok(id)));
create index t_key_idx on t (key(id));
alter table t enable row level security;
create policy p on t using (ok(id));
create trigger on_t after insert on t for each row execute function on_t();
