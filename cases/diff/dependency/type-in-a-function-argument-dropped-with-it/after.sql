create function f(text) returns integer language sql as 'select 1';
create view v as select f('a') as x;
