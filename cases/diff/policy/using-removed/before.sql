create table t (id integer);
create policy p on t for update using (id > 0) with check (id > 1);
