create table t (id integer, tenant integer);
create policy p on t using (tenant = 1);
