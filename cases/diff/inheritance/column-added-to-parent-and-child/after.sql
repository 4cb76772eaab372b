create table vehicles (id integer primary key, wheels integer default 2);
create table cars (doors integer, wheels integer default 4 not null) inherits (vehicles);
create table taxis (licence text, wheels integer) inherits (cars);
