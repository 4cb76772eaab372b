create procedure p(a integer, b text default 'x') language sql as 'select 1';
