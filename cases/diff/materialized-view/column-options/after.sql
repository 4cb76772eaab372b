CREATE TABLE visits (page text, seconds numeric, day date);
CREATE MATERIALIZED VIEW pages AS SELECT page, seconds, day FROM visits;
ALTER MATERIALIZED VIEW pages
  ALTER COLUMN page SET (n_distinct = 5, n_distinct_inherited = 7), ALTER COLUMN day SET (n_distinct = -0.5);
