CREATE TABLE seats (
  id bigint PRIMARY KEY,
  room text NOT NULL,
  place text
);
CREATE UNIQUE INDEX seats_place ON seats (room, place DESC);
