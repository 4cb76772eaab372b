CREATE SCHEMA core;
CREATE TABLE core.u (id int PRIMARY KEY, b int);
CREATE TYPE core.mood AS ENUM ('blue');
CREATE TABLE core.moods (m core.mood);
CREATE TABLE core.moved (n int);
CREATE FUNCTION core.g(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
