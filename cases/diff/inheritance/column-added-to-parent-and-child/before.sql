create table vehicles (id integer primary key);
create table cars (doors integer) inherits (vehicles);
create table taxis (licence text) inherits (cars);
