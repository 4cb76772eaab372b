ALTER TABLE books ADD COLUMN pages_new numeric;
UPDATE books SET pages_new = pages WHERE pages > 0;
ALTER TABLE books DROP COLUMN pages;
ALTER TABLE books RENAME COLUMN pages_new TO pages;
ALTER TABLE books RENAME COLUMN title TO full_title;
ALTER TABLE books ADD COLUMN title text GENERATED ALWAYS AS (full_title) STORED;
DO $$ BEGIN
  ALTER TABLE books ADD COLUMN shelf text;
  ALTER TABLE books RENAME COLUMN shelf TO board;
END $$;
