CREATE TABLE halls (id bigint PRIMARY KEY);
CREATE TABLE shows (id bigint PRIMARY KEY, hall bigint, price int);
ALTER TABLE shows ADD CONSTRAINT shows_price CHECK (price > 0) NOT VALID;
