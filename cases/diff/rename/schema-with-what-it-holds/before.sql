CREATE SCHEMA app;
CREATE TABLE app.t (id int PRIMARY KEY, a int);
CREATE TYPE app.mood AS ENUM ('sad');
CREATE TABLE app.moods (m app.mood);
CREATE TABLE moved (n int);
CREATE FUNCTION app.f(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
