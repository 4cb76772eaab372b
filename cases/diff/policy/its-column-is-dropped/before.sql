create table t (id integer, owner text, tenant integer);
create policy p on t using (owner = current_user);
