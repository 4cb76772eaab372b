do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create procedure p(a integer) language sql as 'select 1';
revoke all on procedure p(integer) from public;
grant execute on procedure p(integer) to case_reader;
comment on procedure p(integer) is 'tidies up';
