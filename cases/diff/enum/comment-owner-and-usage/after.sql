do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create type mood as enum ('sad', 'ok');
alter type mood owner to case_owner;
revoke usage on type mood from public;
grant usage on type mood to case_reader;
comment on type mood is 'how it was';
