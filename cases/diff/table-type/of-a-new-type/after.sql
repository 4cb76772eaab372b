create type point3 as (x integer, y integer, z integer);
create table points of point3 (primary key (x, y, z));
