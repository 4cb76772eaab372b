do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create publication case_some;
alter publication case_some owner to case_owner;
comment on publication case_some is 'to the warehouse';
