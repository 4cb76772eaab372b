create table notes (id integer, body text);
do $$ begin create role case_column_lender; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_column_taker; exception when duplicate_object or unique_violation then null; end $$;
grant select, insert on notes to case_column_lender with grant option;
set role case_column_lender;
grant insert (body) on notes to case_column_taker;
grant select on notes to case_column_taker;
reset role;
