create type item as (a integer);
create function make(a integer) returns item language sql as 'select row(a)::item';
create function read(i item) returns integer language sql as 'select (i).a';
