CREATE FUNCTION compared(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($1, $2)';
CREATE OPERATOR CLASS own_ops FOR TYPE int USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 compared(int, int);
CREATE TYPE span AS RANGE (SUBTYPE = int, SUBTYPE_OPCLASS = own_ops);
CREATE TABLE stay (id int PRIMARY KEY, nights span);
CREATE INDEX stay_nights ON stay USING gist (nights);
