-- This cannot bring back:
-- - how many pages a book has
ALTER TABLE books ADD COLUMN pages bigint;
