create function norm(text) returns text language sql immutable as 'select lower($1)';
create table t (a text);
create index t_norm_idx on t (norm(a));
