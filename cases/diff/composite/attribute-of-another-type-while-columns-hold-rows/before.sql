CREATE TYPE item AS (name text, price int, gone date);
CREATE DOMAIN cheap AS item CHECK ((VALUE).price < 100);
CREATE TABLE held (id int, one item, many item[], low cheap);
CREATE VIEW prices AS SELECT id, (one).price FROM held;
