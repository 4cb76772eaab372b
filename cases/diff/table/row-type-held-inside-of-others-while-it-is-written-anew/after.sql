create unlogged table place (x bigint, y integer, total bigint generated always as (y::bigint + 1) stored);
create domain visible as place check ((value).x >= 0);
create type journey as (stops place[], finish visible);
create table trip (id integer primary key, j journey, start visible);
