create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create foreign table f (id integer) server case_server;
