do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create function f() returns bigint language sql as 'select 1::bigint';
revoke execute on function f() from public;
grant execute on function f() to case_reader;
comment on function f() is 'counts';
