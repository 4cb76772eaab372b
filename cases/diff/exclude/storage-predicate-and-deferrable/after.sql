create table bookings (at int4range, room integer,
  constraint no_overlap exclude using gist (at with -|-, at with &&) with (fillfactor = 90) where (room > 0 and room < 9) deferrable);
