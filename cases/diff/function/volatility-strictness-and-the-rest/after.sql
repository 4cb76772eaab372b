create function f(integer) returns integer language sql
  immutable strict leakproof security definer parallel safe cost 5
  set search_path = pg_catalog, public
  set work_mem = '8MB'
  as 'select $1';
