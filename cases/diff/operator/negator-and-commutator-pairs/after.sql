create function same(integer, integer) returns boolean language sql immutable as 'select $1 = $2';
create function other(integer, integer) returns boolean language sql immutable as 'select $1 <> $2';
create operator === (leftarg = integer, rightarg = integer, function = same, commutator = ===, negator = !==, hashes, merges);
create operator !== (leftarg = integer, rightarg = integer, function = other, commutator = !==, negator = ===);
