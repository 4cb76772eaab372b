CREATE TABLE seats (
  id bigint PRIMARY KEY,
  room text NOT NULL,
  place text,
  UNIQUE (room, place)
);
