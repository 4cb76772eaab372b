CREATE INDEX CONCURRENTLY books_by_author ON books (author_id);
