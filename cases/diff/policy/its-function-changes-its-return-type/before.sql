create function tenant() returns integer language sql stable as 'select 1';
create table t (id integer, tenant integer);
create policy p on t using (tenant = tenant());
