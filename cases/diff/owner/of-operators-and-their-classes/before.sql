do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create function near(integer, integer) returns boolean language sql immutable as 'select true';
create operator <~> (leftarg = integer, rightarg = integer, function = near);
create operator family fam using hash;
