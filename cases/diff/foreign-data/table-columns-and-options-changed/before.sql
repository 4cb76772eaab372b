create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create foreign table remote (id integer options (a '1'), name text) server case_server options (x '1', y '2');
