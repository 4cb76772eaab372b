CREATE UNIQUE INDEX CONCURRENTLY books_title_key ON books (title);
ALTER TABLE books ADD CONSTRAINT books_title_key UNIQUE USING INDEX books_title_key;
