create function norm(text) returns text language sql immutable as 'select lower($1)';
create table t (id integer primary key, a text, b text generated always as (norm(a)) stored, check (norm(a) <> ''));
create unique index t_norm_idx on t (norm(a));
create view v as select norm(b) as n from t;
