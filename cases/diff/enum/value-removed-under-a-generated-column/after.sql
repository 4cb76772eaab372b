create type state as enum ('new', 'old');
create table t (id integer primary key, s state generated always as (case when id > 9 then 'old'::state else 'new'::state end) stored);
create view v as select s from t;
