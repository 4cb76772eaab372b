ALTER TABLE books ADD COLUMN pages bigint;
