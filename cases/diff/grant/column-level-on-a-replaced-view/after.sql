do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer, a text);
create view v as select a, id from t;
grant select (id) on v to case_reader;
