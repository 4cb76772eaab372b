create type inner_part as (x integer, y integer);
create type outer_part as (label text, part inner_part, parts inner_part[]);
create table t (o outer_part);
