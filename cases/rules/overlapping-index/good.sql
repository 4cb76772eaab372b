CREATE INDEX CONCURRENTLY books_by_author ON books (title, author_id);
