create type wrapper as (a integer);
create function wrap_it(integer) returns wrapper language sql immutable as 'select row($1 + 1)::wrapper';
create cast (integer as wrapper) with function wrap_it(integer);
