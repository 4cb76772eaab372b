CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE item AS (a int, b int, c text, m mood);
CREATE TABLE held (id int, one item, CHECK ((one).a > 0));
CREATE INDEX held_a ON held (((one).a));
CREATE VIEW parts AS SELECT id, (one).b FROM held;
CREATE FUNCTION first_of(item) RETURNS int LANGUAGE sql RETURN ($1).a;
