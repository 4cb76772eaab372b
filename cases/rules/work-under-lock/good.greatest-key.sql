ALTER TABLE books ALTER COLUMN id SET GENERATED ALWAYS;
SELECT setval(pg_get_serial_sequence('books', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM books;
SELECT setval(pg_get_serial_sequence('books', 'id'), (SELECT max(id) FROM books));
