create function f(integer, text) returns integer language sql as 'select 1';
create type e as enum ('a');
create sequence s;
comment on function f(integer, text) is 'counts';
comment on type e is 'kinds';
comment on sequence s is 'numbers';
