create table t (id integer);
grant select on t to public;
revoke select on t from public;
create function f() returns integer language sql as 'select 1';
revoke execute on function f() from public;
grant execute on function f() to public;
