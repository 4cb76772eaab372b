ALTER TABLE books ADD CONSTRAINT books_pages_not_null CHECK (pages IS NOT NULL) NOT VALID;
ALTER TABLE books VALIDATE CONSTRAINT books_pages_not_null;
ALTER TABLE books ALTER COLUMN pages SET NOT NULL;
ALTER TABLE books DROP CONSTRAINT books_pages_not_null;
