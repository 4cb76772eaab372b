create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create foreign table remote (id bigint options (a '2', b '3'), added date) server case_server options (x '9', z '3');
