-- Of columns an owner has no privilege but what was granted: what the new one held there stays written down.
do $$ begin create role case_keeper; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_lender; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_borrower; exception when duplicate_object or unique_violation then null; end $$;
create table ledger (id int, amount numeric, note text, line text);
alter table ledger owner to case_keeper;
grant update (amount) on ledger to case_lender;
grant update (note) on ledger to case_lender, case_keeper;
grant select (line) on ledger to case_lender with grant option;
