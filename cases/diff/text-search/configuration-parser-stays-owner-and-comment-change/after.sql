do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create text search configuration blog (copy = pg_catalog.simple);
alter text search configuration blog owner to case_owner;
comment on text search configuration blog is 'for posts';
