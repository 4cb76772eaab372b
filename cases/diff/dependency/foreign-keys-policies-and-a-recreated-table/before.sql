do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer primary key);
create table u (t_id integer references t);
create policy p on u to case_reader using (exists (select 1 from t where t.id = u.t_id));
create function count_t() returns bigint language sql as 'select count(*) from t';
