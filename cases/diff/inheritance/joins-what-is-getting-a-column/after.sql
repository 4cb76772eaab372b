create table top (y integer);
create table middle (x integer) inherits (top);
create table below (y integer) inherits (middle);
create table lowest (y integer) inherits (middle, below);
