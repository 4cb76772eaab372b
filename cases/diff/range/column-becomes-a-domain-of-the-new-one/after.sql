create type span as range (subtype = float8, subtype_diff = float8mi, multirange_type_name = spans);
create domain positive as span check (lower(value) >= 0);
create table bands (id integer primary key, r positive, many spans);
