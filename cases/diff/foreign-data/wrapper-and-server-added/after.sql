create foreign data wrapper case_wrapper options (debug 'true');
create server case_server type 'x' version '1' foreign data wrapper case_wrapper options (host 'example.org');
