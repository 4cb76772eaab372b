CREATE INDEX scores_fts ON scores USING gin (
  to_tsvector('english', excellent || ' ' || good || ' ' || pass)
);
