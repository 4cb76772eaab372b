create function f(a integer) returns integer language sql as 'select a';
