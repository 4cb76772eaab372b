create table vehicle (id int, plate text, constraint plate_len check (length(plate) >= 3));
create table motorized (power int) inherits (vehicle);
create table car (doors int) inherits (motorized);
create table truck (axles int) inherits (motorized);
