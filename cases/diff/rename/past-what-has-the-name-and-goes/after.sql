CREATE TABLE people (id int CONSTRAINT persons_key PRIMARY KEY, n int CONSTRAINT above_zero CHECK (n > 0));
CREATE TABLE others (p text);
CREATE FUNCTION now(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
