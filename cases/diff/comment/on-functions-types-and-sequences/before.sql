create function f(integer, text) returns integer language sql as 'select 1';
create type e as enum ('a');
create sequence s;
