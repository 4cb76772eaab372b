create type old_kind as enum ('a');
create function f(old_kind) returns integer language sql as 'select 1';
create view v as select f('a') as x;
