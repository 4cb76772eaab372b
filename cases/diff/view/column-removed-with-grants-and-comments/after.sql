do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer, a text);
create view v as select id from t;
grant select on v to case_reader;
comment on view v is 'public part';
comment on column v.id is 'the key';
