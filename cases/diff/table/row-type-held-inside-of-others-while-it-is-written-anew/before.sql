create table place (x integer, y integer);
create domain visible as place check ((value).x >= 0);
create type journey as (stops place[], finish visible);
create table trip (id integer primary key, j journey, start visible);
