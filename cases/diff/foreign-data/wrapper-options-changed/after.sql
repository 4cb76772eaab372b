create foreign data wrapper case_wrapper options (b '3', c '4');
