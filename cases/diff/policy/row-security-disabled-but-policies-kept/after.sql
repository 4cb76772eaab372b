create table t (id integer);
create policy p on t using (true);
