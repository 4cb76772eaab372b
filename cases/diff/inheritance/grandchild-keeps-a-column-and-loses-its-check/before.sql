create table assets (id integer, place text);
create table vehicles (plate text, constraint moves check (place <> plate)) inherits (assets);
create table trucks (place text, axles integer) inherits (vehicles);
