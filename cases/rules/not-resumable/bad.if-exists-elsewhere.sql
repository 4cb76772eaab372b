ALTER TABLE IF EXISTS books DROP COLUMN IF EXISTS pages, ADD CONSTRAINT books_title CHECK (title <> '') NOT VALID;
CREATE INDEX CONCURRENTLY books_title_idx ON books (title);
