-- Each needs what the one before has done.
ALTER TABLE books VALIDATE CONSTRAINT books_pages_set;
ALTER TABLE books ALTER COLUMN pages SET NOT NULL;
ALTER TABLE books DROP CONSTRAINT books_pages_set;
ALTER TABLE books
  ADD COLUMN language text,
  ADD COLUMN edition text;
