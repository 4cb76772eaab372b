create function step(integer, integer) returns integer language sql immutable as 'select $1 + $2';
create aggregate total(integer) (sfunc = step, stype = integer, initcond = '0');
