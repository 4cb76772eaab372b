CREATE INDEX CONCURRENTLY books_all_idx ON books (title, pages) INCLUDE (author_id, id);
