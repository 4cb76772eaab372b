create function time_gap(a time, b time) returns float8 language sql strict immutable as 'select extract(epoch from a - b)';
create type clock as range (subtype = time, subtype_diff = time_gap);
