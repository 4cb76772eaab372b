create function old_f(integer) returns integer language sql immutable as 'select -$1';
create operator !! (rightarg = integer, function = old_f);
