CREATE INDEX ON b (title);
