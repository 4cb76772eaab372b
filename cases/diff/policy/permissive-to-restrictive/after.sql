create table t (id integer);
create policy p on t as restrictive using (id > 0);
