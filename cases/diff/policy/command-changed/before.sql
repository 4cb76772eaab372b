create table t (id integer);
create policy p on t for select using (true);
