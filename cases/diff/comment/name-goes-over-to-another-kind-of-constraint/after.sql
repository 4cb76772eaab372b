CREATE TABLE seats (
  id integer CONSTRAINT b NOT NULL,
  place integer CONSTRAINT c CHECK (place > 0),
  CONSTRAINT a PRIMARY KEY (id)
);
COMMENT ON CONSTRAINT a ON seats IS 'the key';
CREATE TABLE rooms (id integer, CONSTRAINT n PRIMARY KEY (id));
COMMENT ON CONSTRAINT n ON rooms IS 'the same words';
