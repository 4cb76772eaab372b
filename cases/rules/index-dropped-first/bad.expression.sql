DROP INDEX CONCURRENTLY books_title;
CREATE UNIQUE INDEX CONCURRENTLY books_title ON books (lower(title));
