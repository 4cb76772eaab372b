BEGIN;
SET LOCAL lock_timeout = '1s';
ALTER TABLE books ADD COLUMN pages integer;
COMMIT;
CREATE INDEX CONCURRENTLY books_pages_idx ON books (pages);
