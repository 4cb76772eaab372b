do $$ begin create role case_keeper; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_lender; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_borrower; exception when duplicate_object or unique_violation then null; end $$;
create table ledger (id int, amount numeric, note text, line text);
alter table ledger owner to case_lender;
grant update (amount) on ledger to case_keeper with grant option;
grant update (note) on ledger to case_lender;
grant select (line), references (id) on ledger to case_borrower;
