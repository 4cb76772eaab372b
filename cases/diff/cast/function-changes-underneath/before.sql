create type wrapper as (a integer);
create function wrap(integer) returns wrapper language sql immutable as 'select row($1)::wrapper';
create cast (integer as wrapper) with function wrap(integer);
