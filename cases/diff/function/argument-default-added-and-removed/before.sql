create function f(a integer, b integer default 1) returns integer language sql as 'select a + b';
create function g(a integer) returns integer language sql as 'select a';
