create function step(bigint, integer) returns bigint language sql immutable as 'select $1 + $2';
create aggregate total(integer) (sfunc = step, stype = bigint, initcond = '0');
