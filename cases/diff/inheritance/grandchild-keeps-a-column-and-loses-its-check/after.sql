create table assets (id integer);
create table vehicles (plate text) inherits (assets);
create table trucks (place text, axles integer) inherits (vehicles);
