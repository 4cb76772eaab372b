do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
alter default privileges in schema public grant select on tables to case_reader;
alter default privileges in schema public grant execute on functions to case_reader;
create table t (id serial);
create view v as select id from t;
create function f() returns integer language sql as 'select 1';
