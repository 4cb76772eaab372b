ALTER TABLE books ADD CONSTRAINT books_pages_check CHECK (pages > 0) NOT VALID;
