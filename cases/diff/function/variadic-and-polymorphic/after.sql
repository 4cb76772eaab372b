create function first_of(variadic anyarray) returns anyelement language sql immutable as 'select $1[1]';
create function pair(a anycompatible, b anycompatible) returns anycompatiblearray language sql as 'select array[a, b]';
create function span(anyelement) returns anyelement language sql as 'select $1';
