CREATE SCHEMA app;
CREATE TABLE app.parents (id int PRIMARY KEY);
CREATE TABLE app.pets (id int, owner int);
INSERT INTO app.pets VALUES (1, 7);
CREATE TABLE app.children (id int, x int, y int, size text);
INSERT INTO app.children VALUES (1, 1, -1, 'big');
CREATE TABLE app.measures (at date NOT NULL, value int) PARTITION BY RANGE (at);
CREATE VIEW app.sizes AS SELECT size FROM app.children;
CREATE FUNCTION app.twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
CREATE DOMAIN app.word AS text NOT NULL;
CREATE TABLE app.words (id int, word app.word);
CREATE TABLE app.totals (id int, total int);
CREATE FUNCTION app.sum_of_totals() RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
  SELECT sum(total) FROM app.totals;
END;
