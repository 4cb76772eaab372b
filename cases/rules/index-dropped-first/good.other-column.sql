DROP INDEX CONCURRENTLY books_author_idx;
CREATE INDEX CONCURRENTLY books_pages_idx ON books (pages);
