CREATE TABLE visits (page text, seconds numeric, day date);
CREATE MATERIALIZED VIEW pages AS SELECT page, seconds, day FROM visits;
ALTER MATERIALIZED VIEW pages ALTER COLUMN page SET (n_distinct = 4), ALTER COLUMN seconds SET STORAGE PLAIN;
