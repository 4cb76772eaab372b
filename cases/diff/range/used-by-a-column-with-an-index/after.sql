create type float_range as range (subtype = float8, subtype_diff = float8mi);
create table t (id integer primary key, r float_range);
create index t_r_idx on t using gist (r);
