CREATE TABLE seats (
  id integer CONSTRAINT a NOT NULL,
  place integer CONSTRAINT b CHECK (place > 0)
);
COMMENT ON CONSTRAINT a ON seats IS 'known';
CREATE TABLE rooms (id integer CONSTRAINT n NOT NULL);
COMMENT ON CONSTRAINT n ON rooms IS 'the same words';
