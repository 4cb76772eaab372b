DROP INDEX CONCURRENTLY IF EXISTS books_pages_idx;
CREATE INDEX CONCURRENTLY books_pages_idx ON books (pages);
