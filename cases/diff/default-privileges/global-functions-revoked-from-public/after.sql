alter default privileges revoke execute on functions from public;
create function f() returns integer language sql as 'select 1';
