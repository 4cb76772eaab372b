create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create foreign table t (id integer) server case_server;
