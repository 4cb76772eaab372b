SET lock_timeout = '2s';
ALTER TABLE books ADD COLUMN language text;
DISCARD ALL;
ALTER TABLE books DROP CONSTRAINT IF EXISTS books_title_check;
