do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create table t (id int primary key, v int);
create view v as select id, v from t;
create materialized view m as select v from v;
alter view v owner to case_reader;
grant select on v to case_reader;
