do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create function near(integer, integer) returns boolean language sql immutable as 'select true';
create operator <~> (leftarg = integer, rightarg = integer, function = near);
alter operator <~> (integer, integer) owner to case_owner;
create operator family fam using hash;
alter operator family fam using hash owner to case_owner;
