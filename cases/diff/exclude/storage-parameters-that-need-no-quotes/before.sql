create table booking (room int4range, during tsrange);
