do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table account (id int, name text, secret text);
grant select, update on account to case_reader;
grant select (id, name), update (name) on account to case_reader;
create view listed as select id, name from account;
grant select on listed to case_reader with grant option;
grant select (name) on listed to case_reader with grant option;
