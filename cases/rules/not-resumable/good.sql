ALTER TABLE books ADD COLUMN IF NOT EXISTS language text;
CREATE INDEX CONCURRENTLY books_language_idx ON books (language);
