create table bookings (room integer, during tstzrange);
