ALTER TABLE books ADD COLUMN language text;
SELECT setval(pg_get_serial_sequence('books', 'id'), max(pages)) FROM books;
