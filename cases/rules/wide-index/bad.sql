CREATE INDEX CONCURRENTLY books_all_idx ON books (title, pages, author_id, id);
