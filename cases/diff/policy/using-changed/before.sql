create table t (id integer, owner text);
alter table t enable row level security;
create policy own_rows on t using (owner = current_user);
