do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create sequence s;
create type kind as enum ('a');
create domain code as text;
create schema app;
grant usage, select on sequence s to case_reader;
revoke usage on type kind from public;
grant usage on domain code to case_reader;
grant create, usage on schema app to case_reader;
