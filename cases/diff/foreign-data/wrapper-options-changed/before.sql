create foreign data wrapper case_wrapper options (a '1', b '2');
