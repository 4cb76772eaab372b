CREATE SCHEMA reports;
CREATE EXTENSION pg_trgm SCHEMA reports;
CREATE TABLE reports.seen (id integer);
CREATE TABLE reports.kept (id integer);
CREATE FUNCTION reports.count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM reports.kept';
