create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create table t (id integer) partition by list (id);
