create function near(integer, integer) returns boolean language sql immutable as 'select true';
create operator <~> (leftarg = integer, rightarg = integer, function = near);
create aggregate g(integer) (sfunc = int4pl, stype = integer);
create text search configuration c (copy = pg_catalog.simple);
