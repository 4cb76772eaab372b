create function f() returns integer language sql set search_path = public as 'select 1';
