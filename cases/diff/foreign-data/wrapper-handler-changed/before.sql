create extension postgres_fdw;
create foreign data wrapper case_wrapper;
