create table vehicle (id int, plate text, constraint plate_len check (length(plate) >= 4));
create table car (doors int) inherits (vehicle);
create table truck (axles int) inherits (vehicle);
