CREATE TABLE bookings (
  room int,
  first date,
  last date,
  CONSTRAINT apart EXCLUDE USING gist (int4range(room, room, '[]') WITH =, daterange(first, last) WITH &&)
);
ALTER INDEX apart ALTER COLUMN 1 SET STATISTICS 20;
