create function f() returns integer language sql set search_path = '' set statement_timeout = '5s' as 'select 1';
