create function near(integer, integer) returns boolean language sql immutable as 'select abs($1 - $2) < 2';
create operator <~> (leftarg = integer, rightarg = integer, function = near);
create table t (a integer, b integer, check (a <~> b));
create view v as select a from t where a <~> 5;
