CREATE TYPE item AS (name varchar(20), price numeric(10,2), since date);
CREATE DOMAIN cheap AS item CHECK ((VALUE).price < 100);
CREATE TABLE held (id int, one item, many item[], low cheap);
CREATE VIEW prices AS SELECT id, (one).price FROM held;
