CREATE TABLE point (x int, y int);
CREATE TYPE line AS (a point, b point);
CREATE DOMAIN path AS line[];
CREATE TABLE drawing (id int PRIMARY KEY, border line, outline path);
CREATE VIEW borders AS SELECT border FROM drawing;
