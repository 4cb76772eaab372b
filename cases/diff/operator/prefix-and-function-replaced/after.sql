create function new_f(integer) returns integer language sql immutable as 'select $1 * -1';
create operator !! (rightarg = integer, function = new_f);
