create table t (id integer, owner text);
alter table t enable row level security;
create policy own_rows on t using (owner = session_user) with check (id > 0);
