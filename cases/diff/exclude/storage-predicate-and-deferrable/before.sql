create table bookings (at int4range, room integer);
