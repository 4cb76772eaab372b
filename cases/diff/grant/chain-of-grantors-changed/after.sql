do $$ begin create role case_chain_one; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_chain_two; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_chain_three; exception when duplicate_object or unique_violation then null; end $$;
create table t (a integer);
grant select on t to case_chain_two with grant option;
set role case_chain_two;
grant select on t to case_chain_three;
reset role;
grant select on t to case_chain_three;
