create function eq(text, text) returns boolean language sql immutable as 'select lower($1) = lower($2)';
create operator ~== (leftarg = text, rightarg = text, function = eq);
