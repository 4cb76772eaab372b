create function f(a integer, b integer) returns integer language sql as 'select a + b';
create function g(a integer default 7) returns integer language sql as 'select a';
