do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer primary key, owner varchar(20), n bigint);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger t_touch before update of n on t for each row when (new.n > 5) execute function touch();
alter table t enable row level security;
create policy own on t for select to case_reader using (owner = current_user and n > 0);
