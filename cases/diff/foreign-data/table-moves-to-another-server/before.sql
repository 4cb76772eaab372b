create foreign data wrapper case_wrapper;
create server one foreign data wrapper case_wrapper;
create server two foreign data wrapper case_wrapper;
create foreign table remote (id integer) server one;
