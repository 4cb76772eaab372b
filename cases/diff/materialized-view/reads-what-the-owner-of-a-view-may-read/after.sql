do $$ begin create role case_keeper; exception when duplicate_object or unique_violation then null; end $$;
create table plain (id integer);
create table account (id integer, secret text, balance numeric);
grant select (id, balance) on account to case_keeper;
create view balances as select id, balance from account;
alter view balances owner to case_keeper;
create view sums as select sum(balance) as total from balances;
create materialized view cached_sums as select total from sums;
