do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create sequence s;
grant usage on sequence s to case_reader;
comment on sequence s is 'invoice numbers, without gaps by agreement';
