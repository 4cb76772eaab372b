CREATE INDEX CONCURRENTLY books_author_idx ON books (author_id, title);
