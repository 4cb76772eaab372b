create table t (id serial primary key, name text);
create table other (n bigint default nextval('t_id_seq'));
create view counted as select last_value from t_id_seq;
create function next_one() returns bigint language sql return nextval('t_id_seq');
do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
grant usage on sequence t_id_seq to case_reader;
comment on sequence t_id_seq is 'counts t';
