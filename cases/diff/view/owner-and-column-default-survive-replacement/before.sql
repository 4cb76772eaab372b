do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer, a text);
create view v as select id, a from t;
alter view v owner to case_owner;
alter view v alter column a set default 'x';
