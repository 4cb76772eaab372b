CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.t (n int);
CREATE TABLE b.t (other text);
CREATE TABLE a.v (n int);
CREATE TABLE a.w (other text);
CREATE TABLE b.v (other text);
CREATE FUNCTION a.f(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION b.f(n int) RETURNS int LANGUAGE sql AS 'SELECT 2';
