create table t (id integer);
create policy p on t for delete using (true);
