do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
