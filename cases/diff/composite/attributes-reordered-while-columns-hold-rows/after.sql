CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TYPE item AS (b int, a bigint, m mood, d date, c text);
CREATE TABLE held (id int, one item, CHECK ((one).a > 0));
CREATE INDEX held_a ON held (((one).a));
CREATE VIEW parts AS SELECT id, (one).b FROM held;
CREATE FUNCTION first_of(item) RETURNS bigint LANGUAGE sql RETURN ($1).a;
