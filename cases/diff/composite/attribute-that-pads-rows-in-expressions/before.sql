CREATE TYPE price AS (amount numeric, currency text);
CREATE DOMAIN fee AS price DEFAULT ROW(0, 'EUR')::price;
CREATE TABLE items (
  id integer PRIMARY KEY,
  price price DEFAULT ROW(1, ', NULL)')::price,
  CONSTRAINT known CHECK (price IS DISTINCT FROM ROW(0, 'XXX')::price)
);
CREATE VIEW free AS SELECT id FROM items WHERE price = ROW(0, 'EUR')::price;
