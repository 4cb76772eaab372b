CREATE TABLE rooms (id int4range, open daterange, PRIMARY KEY (id, open WITHOUT OVERLAPS));
CREATE TABLE stays (
  room int4range,
  during daterange,
  PRIMARY KEY (room, during WITHOUT OVERLAPS),
  FOREIGN KEY (room, PERIOD during) REFERENCES rooms
);
CREATE TABLE cleanings (
  room int4range,
  during daterange,
  id bigint PRIMARY KEY,
  FOREIGN KEY (room, PERIOD during) REFERENCES rooms
);
CREATE INDEX cleanings_room ON cleanings USING gist (room, during);
CREATE TABLE repairs (
  room int4range,
  during daterange,
  id bigint PRIMARY KEY,
  FOREIGN KEY (room, PERIOD during) REFERENCES rooms
);
CREATE INDEX repairs_room ON repairs (room);
