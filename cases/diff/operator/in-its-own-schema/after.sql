create schema ops;
create function ops.add(text, integer) returns text language sql immutable as 'select $1 || $2::text';
create operator ops.+ (leftarg = text, rightarg = integer, function = ops.add);
create table t (a text, b text generated always as (a operator(ops.+) 1) stored);
