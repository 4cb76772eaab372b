create type span as range (subtype = float8, subtype_diff = float8mi);
create table bands (id integer primary key, r span, exclude using gist (r with &&));
