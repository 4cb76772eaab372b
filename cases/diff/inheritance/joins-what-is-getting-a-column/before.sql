create table top ();
create table middle (x integer) inherits (top);
create table below (y integer not null) ;
create table lowest (x integer, y integer not null) inherits (middle);
