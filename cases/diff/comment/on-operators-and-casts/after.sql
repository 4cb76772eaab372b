create function near(integer, integer) returns boolean language sql immutable as 'select true';
create operator <~> (leftarg = integer, rightarg = integer, function = near);
comment on operator <~> (integer, integer) is 'near';
create aggregate g(integer) (sfunc = int4pl, stype = integer);
comment on aggregate g(integer) is 'total';
create text search configuration c (copy = pg_catalog.simple);
comment on text search configuration c is 'plain';
