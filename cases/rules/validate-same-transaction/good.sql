ALTER TABLE books VALIDATE CONSTRAINT books_title_check;
