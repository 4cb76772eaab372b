create table t (id integer, owner text);
create policy p on t using (owner = current_user);
comment on policy p on t is 'own rows';
