do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create schema shop authorization case_owner;
grant create on schema shop to case_reader with grant option;
alter schema shop owner to case_reader;
