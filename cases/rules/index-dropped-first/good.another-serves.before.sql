CREATE INDEX books_author_pages_idx ON books (author_id, pages);
