create foreign data wrapper case_wrapper;
create server case_server version '2' foreign data wrapper case_wrapper options (host 'b', dbname 'x');
