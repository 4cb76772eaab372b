create function tidy() returns void language sql as 'select 1';
