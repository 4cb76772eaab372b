create table t (id integer);
create policy p on t using (id > 0);
