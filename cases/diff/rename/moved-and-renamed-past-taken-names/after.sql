CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE b.u (n int);
CREATE TABLE b.t (other text);
CREATE TABLE b.w (n int);
CREATE TABLE a.w (other text);
CREATE TABLE b.v (other text);
CREATE FUNCTION b.g(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION b.f(n int) RETURNS int LANGUAGE sql AS 'SELECT 2';
