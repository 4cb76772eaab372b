CREATE TABLE users (id int CONSTRAINT users_key PRIMARY KEY, n int CONSTRAINT positive CHECK (n > 0));
CREATE TYPE people AS ENUM ('one', 'two');
CREATE TABLE others (p people);
CREATE VIEW persons_key AS SELECT p FROM others;
CREATE FUNCTION old(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE now(n int) LANGUAGE sql AS 'SELECT 1';
