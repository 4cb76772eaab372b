create function two() returns integer language sql as 'select 2';
