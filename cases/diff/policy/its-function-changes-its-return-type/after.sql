create function tenant() returns bigint language sql stable as 'select 1::bigint';
create table t (id integer, tenant integer);
create policy p on t using (tenant = tenant());
