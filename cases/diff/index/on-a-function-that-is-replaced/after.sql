create function norm(text, integer default 10) returns text language sql immutable as 'select left(lower($1), $2)';
create table t (a text);
create index t_norm_idx on t (norm(a));
