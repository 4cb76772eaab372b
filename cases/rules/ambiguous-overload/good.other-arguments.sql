CREATE FUNCTION page(n text, size int DEFAULT 20) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n::int * size';
CREATE FUNCTION page(n int, size int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * size';
CREATE FUNCTION page(n int, size int, gap int, VARIADIC more int[] DEFAULT '{}') RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n';
CREATE SCHEMA app;
CREATE FUNCTION app.page(n int, size int DEFAULT 20) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * size';
CREATE OR REPLACE FUNCTION app.page(n int, size int DEFAULT 50) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * size';
