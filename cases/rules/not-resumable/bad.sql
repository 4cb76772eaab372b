ALTER TABLE books ADD COLUMN language text;
CREATE INDEX CONCURRENTLY books_language_idx ON books (language);
