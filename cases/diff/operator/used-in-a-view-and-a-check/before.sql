create function near(integer, integer) returns boolean language sql immutable as 'select abs($1 - $2) < 2';
create table t (a integer, b integer);
