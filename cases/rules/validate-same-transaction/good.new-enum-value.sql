CREATE TYPE genre AS ENUM ('novel');
ALTER TYPE genre ADD VALUE 'essay';
ALTER TABLE books ADD CONSTRAINT books_pages_check CHECK (pages > 0 OR title = 'essay') NOT VALID;
ALTER TABLE books VALIDATE CONSTRAINT books_pages_check;
